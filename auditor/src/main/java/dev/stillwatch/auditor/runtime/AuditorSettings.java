// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.runtime;

import dev.stillwatch.policies.topic.Topic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsConfig;

/**
 * Everything that the auditor's streams application needs to know about where it runs.
 *
 * @param bootstrapServers the cluster
 * @param applicationId name of the application on the cluster; for ever, because state hangs on it
 * @param topicPrefix before every topic's name: empty live, so that a replay on a shared cluster touches nothing live
 * @param stateDirectory local stores; its own for every instance
 * @param threads stream threads of this instance
 * @param standbys instances that keep a warm copy of each store
 * @param instance static member name, stable over restarts; empty makes the member dynamic
 * @param commit commit interval: the floor of the delay of each hop
 * @param end how the input ends
 */
public record AuditorSettings(
        String bootstrapServers,
        String applicationId,
        String topicPrefix,
        Path stateDirectory,
        int threads,
        int standbys,
        Optional<String> instance,
        Duration commit,
        End end) {

    /** The application id of live runs. */
    public static final String APPLICATION_ID = "stillwatch-auditor";

    private static final Duration TRANSACTION_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration LIVE_COMMIT = Duration.ofMillis(100);
    private static final long RECORD_CACHE_BYTES = 32L * 1024 * 1024;

    /** How the input ends, and how far its clocks may run ahead. */
    public sealed interface End {
        /**
         * It does not. A record's time may lie this far after the record's arrival at the broker, and a silent source
         * stops holding the watermark.
         */
        record Never(Duration future) implements End {}

        /**
         * With an end-of-input control record in every source partition.
         *
         * @param latest event times after this are rejected, milliseconds since 1970: no clock is read in a replay
         * @param ticks whether buckets close while the input is read; otherwise they close at its end, and the input
         *     may be in any order whatever
         */
        record OfInput(long latest, boolean ticks) implements End {}
    }

    /** One live instance with the shipped settings. */
    public static AuditorSettings live(String bootstrapServers, Path stateDirectory, int threads) {
        return new AuditorSettings(
                bootstrapServers,
                APPLICATION_ID,
                "",
                stateDirectory,
                threads,
                0,
                Optional.of("auditor-1"),
                LIVE_COMMIT,
                new End.Never(Duration.ofHours(24)));
    }

    /** The name of a topic on this cluster. */
    public String topic(Topic topic) {
        return topicPrefix + topic.topicName();
    }

    /** As Kafka Streams wants it; the same for the client and for building the topology. */
    public Properties toProperties() {
        Properties properties = new Properties();
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, applicationId);
        properties.put(StreamsConfig.STATE_DIR_CONFIG, stateDirectory.toString());
        properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, threads);
        properties.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, standbys);
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, commit.toMillis());
        properties.put(
                StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, Serdes.ByteArray().getClass());
        properties.put(
                StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG,
                Serdes.ByteArray().getClass());
        properties.put(StreamsConfig.DEFAULT_TIMESTAMP_EXTRACTOR_CLASS_CONFIG, Arrival.class);
        properties.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        properties.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, RECORD_CACHE_BYTES);
        properties.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, SharedRocksMemory.class);
        properties.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, CoordinatesOnlyHandler.class);
        // Above the time that one batch of buckets takes to close; a fenced producer repeats the batch.
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG), (int)
                TRANSACTION_TIMEOUT.toMillis());
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
        // Nobody sees a record before its transaction commits, and committing sends what lingers: waiting for fuller
        // batches delays nothing.
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), commit.toMillis());
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), 256 * 1024);
        properties.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
        properties.put(
                StreamsConfig.mainConsumerPrefix(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG),
                EmbeddedBroker.MAX_RECORD_BYTES);
        properties.put(StreamsConfig.POLL_MS_CONFIG, 20L);
        // Acts are few and count by their own time. Otherwise each exchange is held against the empty partition of
        // acts,
        // for some two microseconds (PartitionGroup.readyToProcess).
        properties.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, StreamsConfig.MAX_TASK_IDLE_MS_DISABLED);
        properties.put(StreamsConfig.METRICS_RECORDING_LEVEL_CONFIG, "INFO");
        instance.ifPresent(name ->
                properties.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG), name));
        return properties;
    }
}
