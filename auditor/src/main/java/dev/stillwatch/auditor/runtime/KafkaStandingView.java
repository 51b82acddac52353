// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.runtime;

import dev.stillwatch.auditor.query.StandingView;
import dev.stillwatch.policies.key.DeploymentKey;
import dev.stillwatch.policies.standing.Standing;
import dev.stillwatch.policies.wire.StandingCodec;
import dev.stillwatch.policies.wire.WireException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The latest standing of every subject, read from their compacted topic by a thread of its own: all partitions, so that
 * every instance answers for every account. A standing whose tag does not verify, or that lies under another subject's
 * key, is ignored. Memory: one standing a subject, about half a kilobyte.
 */
public final class KafkaStandingView implements StandingView, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaStandingView.class);
    private static final Duration POLL = Duration.ofMillis(500);

    private final Map<String, Standing> latest = new ConcurrentHashMap<>();
    private final StandingCodec codec;
    private final Consumer<byte[], byte[]> consumer;
    private final Thread thread;

    private KafkaStandingView(String bootstrapServers, String topic, DeploymentKey key) {
        this.codec = new StandingCodec(key);
        this.consumer = CommittedConsumer.on(bootstrapServers, Map.of());
        this.thread = new Thread(() -> follow(topic), "standings");
        this.thread.setDaemon(true);
    }

    /**
     * Begins to read.
     *
     * @param bootstrapServers the cluster
     * @param topic name of the topic of standings on it
     * @param key verifies standings
     */
    public static KafkaStandingView start(String bootstrapServers, String topic, DeploymentKey key) {
        KafkaStandingView view = new KafkaStandingView(bootstrapServers, topic, key);
        view.thread.start();
        return view;
    }

    @Override
    public Optional<Standing> standing(String subject) {
        return Optional.ofNullable(latest.get(subject));
    }

    @Override
    public void close() {
        consumer.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void follow(String topic) {
        try (consumer) {
            CommittedConsumer.assignAll(consumer, topic);
            consumer.seekToBeginning(consumer.assignment());
            while (!Thread.currentThread().isInterrupted()) {
                consumer.poll(POLL).forEach(this::take);
            }
        } catch (WakeupException e) {
            LOG.debug("standings are no longer followed");
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        if (record.key() == null) {
            LOG.warn("standing ignored: no key partition={} offset={}", record.partition(), record.offset());
            return;
        }
        String subject = new String(record.key(), StandardCharsets.UTF_8);
        if (record.value() == null) {
            latest.remove(subject);
            return;
        }
        try {
            Standing standing = codec.decode(record.value());
            if (standing.subject().equals(subject)) {
                latest.put(subject, standing);
                return;
            }
            LOG.warn(
                    "standing ignored: key names another subject partition={} offset={}",
                    record.partition(),
                    record.offset());
        } catch (WireException e) {
            LOG.warn(
                    "standing ignored fault={} partition={} offset={}", e.fault(), record.partition(), record.offset());
        }
    }
}
