// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.throughput;

import dev.stillwatch.auditor.processor.ProfileShelf;
import dev.stillwatch.auditor.processor.StoreName;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What an application keeps, read off its stores' changelogs: the last value of each key is the store. */
final class StateSizes {
    private final String bootstrap;
    private final String application;

    StateSizes(String bootstrap, String application) {
        this.bootstrap = bootstrap;
        this.application = application;
    }

    /**
     * Bytes of keys and values.
     *
     * @param entries number of keys
     * @param mean bytes of an entry
     * @param p99 bytes that 99 in 100 entries do not exceed
     * @param greatest bytes of the greatest entry
     */
    record Size(long entries, double mean, long p99, long greatest) {
        static Size of(long[] bytes) {
            long[] sorted = bytes.clone();
            Arrays.sort(sorted);
            return sorted.length == 0
                    ? new Size(0, 0, 0, 0)
                    : new Size(
                            sorted.length,
                            Arrays.stream(sorted).average().orElse(0),
                            sorted[(int) ((sorted.length - 1) * 0.99)],
                            sorted[sorted.length - 1]);
        }

        /** One line of the report. */
        String line(String name) {
            return String.format(
                    Locale.ROOT,
                    "  %-22s %,9d entries  mean %,7.0f B  p99 %,6d B  greatest %,6d B",
                    name,
                    entries,
                    mean,
                    p99,
                    greatest);
        }
    }

    /** The report: what an account has in the hot and the cold store and in both, and the store of ids apart. */
    List<String> report() {
        Map<ByteBuffer, Integer> hot = read(StoreName.PROFILES);
        Map<ByteBuffer, Integer> cold = new HashMap<>();
        read(StoreName.HISTORIES)
                .forEach((key, bytes) ->
                        cold.merge(ByteBuffer.wrap(ProfileShelf.account(key.array())), bytes, Integer::sum));
        Map<ByteBuffer, Integer> all = new HashMap<>(hot);
        cold.forEach((account, bytes) -> all.merge(account, bytes, Integer::sum));
        return List.of(
                size(hot).line("hot, an account"),
                size(cold).line("cold, an account"),
                size(all).line("all, an account"),
                size(read(StoreName.DUPLICATES)).line("duplicates, an id"));
    }

    private static Size size(Map<ByteBuffer, Integer> entries) {
        return Size.of(entries.values().stream().mapToLong(bytes -> bytes).toArray());
    }

    private Map<ByteBuffer, Integer> read(StoreName store) {
        Map<ByteBuffer, Integer> last = new HashMap<>();
        Map<String, Object> settings = Map.of("bootstrap.servers", bootstrap, "isolation.level", "read_committed");
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions =
                    consumer.partitionsFor(application + "-" + store.label() + "-changelog").stream()
                            .map(info -> new TopicPartition(info.topic(), info.partition()))
                            .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
                for (ConsumerRecord<byte[], byte[]> entry : consumer.poll(Duration.ofMillis(200))) {
                    ByteBuffer key = ByteBuffer.wrap(entry.key());
                    if (entry.value() == null) {
                        last.remove(key);
                    } else {
                        last.put(key, entry.key().length + entry.value().length);
                    }
                }
            }
        }
        return last;
    }
}
