// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.standing;

import dev.stillwatch.auditor.runtime.Cluster;
import dev.stillwatch.auditor.runtime.EmbeddedBroker;
import dev.stillwatch.deploy.bench.table.NearestRank;
import dev.stillwatch.policies.key.DeploymentKey;
import dev.stillwatch.policies.standing.LimitPlan;
import dev.stillwatch.policies.standing.Standing;
import dev.stillwatch.policies.standing.Tier;
import dev.stillwatch.policies.topic.Topic;
import dev.stillwatch.policies.wire.StandingCodec;
import dev.stillwatch.ratelimit.decide.Descriptor;
import dev.stillwatch.ratelimit.decide.Entry;
import dev.stillwatch.ratelimit.decide.LimitRequest;
import dev.stillwatch.ratelimit.decide.Limiter;
import dev.stillwatch.ratelimit.decide.UndecidedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Publishes standings one by one in transactions, as the auditor does, on an embedded broker, and asks the limiter about
 * each account until the standing is enforced. The clock starts when the commit has returned; a broker may show the
 * record a little later, and that is counted too.
 */
public final class StandingDelayBench {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long BETWEEN_CALLS = TimeUnit.MICROSECONDS.toNanos(200);
    private static final long BETWEEN_STANDINGS = TimeUnit.MILLISECONDS.toNanos(37);
    /** Standings before the clock counts. */
    private static final int WARM_UP = 50;

    private final DeploymentKey key;
    private final IntConsumer progress;

    /** With the key that tags standings, and who hears how many have been enforced. */
    public StandingDelayBench(DeploymentKey key, IntConsumer progress) {
        this.key = key;
        this.progress = progress;
    }

    /**
     * Measures.
     *
     * @param standings how many, at least 1
     * @throws IOException when the topics cannot be followed
     */
    public StandingDelay run(int standings) throws IOException {
        try (EmbeddedBroker broker = EmbeddedBroker.startTemporary()) {
            String bootstrap = broker.bootstrapServers();
            new Cluster(bootstrap).require(Set.of(Topic.STANDINGS, Topic.ACTS), true, 1);
            try (BenchFollower follower = BenchFollower.start(bootstrap, key, standings + WARM_UP);
                    KafkaProducer<byte[], byte[]> producer = producer(bootstrap)) {
                Limiter limiter = follower.limiter();
                double[] millis = new double[standings];
                for (int i = -WARM_UP; i < standings; i++) {
                    double delay = delay(producer, limiter, "account-" + i);
                    if (i >= 0) {
                        millis[i] = delay;
                        progress.accept(i + 1);
                    }
                    LockSupport.parkNanos(BETWEEN_STANDINGS);
                }
                Arrays.sort(millis);
                return new StandingDelay(standings, at(millis, 0.5), at(millis, 0.99), millis[standings - 1]);
            }
        }
    }

    private double delay(KafkaProducer<byte[], byte[]> producer, Limiter limiter, String account) {
        byte[] value = new StandingCodec(key).encode(standing(account));
        producer.beginTransaction();
        Future<?> unused = producer.send(
                new ProducerRecord<>(Topic.STANDINGS.topicName(), account.getBytes(StandardCharsets.UTF_8), value));
        producer.commitTransaction();
        long start = System.nanoTime();
        while (!isEnforced(limiter, account)) {
            if (System.nanoTime() - start > PATIENCE.toNanos()) {
                throw new IllegalStateException("a standing was not enforced within " + PATIENCE);
            }
            LockSupport.parkNanos(BETWEEN_CALLS);
        }
        return (System.nanoTime() - start) / 1e6;
    }

    private static boolean isEnforced(Limiter limiter, String account) {
        try {
            return limiter.decide(new LimitRequest("bench", List.of(Descriptor.of(new Entry("account", account))), 1))
                    .treatment()
                    .tier()
                    .atLeast(Tier.RESTRICT);
        } catch (UndecidedException e) {
            throw new IllegalStateException("nothing here is undecided", e);
        }
    }

    private static double at(double[] sorted, double share) {
        return sorted[NearestRank.of(sorted.length, share)];
    }

    private static KafkaProducer<byte[], byte[]> producer(String bootstrap) {
        KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrap, "transactional.id", "standing-delay"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        producer.initTransactions();
        return producer;
    }

    private static Standing standing(String account) {
        long now = System.currentTimeMillis();
        return new Standing(
                account,
                Tier.RESTRICT,
                Set.of(),
                5_000,
                new LimitPlan(3, -1, 256, 1, true, true),
                "",
                "",
                Standing.Mode.ENFORCE,
                List.of("Published by the bench."),
                "bench@1",
                1,
                now,
                now,
                Duration.ofHours(1).toMillis(),
                Duration.ofHours(1).toMillis());
    }
}
