// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.latency;

import dev.stillwatch.auditor.processor.StreamPlan;
import dev.stillwatch.auditor.runtime.Auditor;
import dev.stillwatch.auditor.runtime.AuditorSettings;
import dev.stillwatch.auditor.runtime.Detection;
import dev.stillwatch.auditor.runtime.EmbeddedBroker;
import dev.stillwatch.auditor.runtime.PolicyPublisher;
import dev.stillwatch.auditor.runtime.Topics;
import dev.stillwatch.policies.policy.Policy;
import dev.stillwatch.policies.topic.Topic;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Runs the auditor with its live settings on one embedded broker, lets accounts harvest a burst each, spread over a
 * judging bucket, and times each hop to a read_committed reader, and on to a limiter that follows the standings with the
 * policy's first rung promoted. A customer's record every 100 ms moves event time on.
 */
public final class LatencyBench {
    private static final long HEARTBEAT = 100;
    private static final long PATIENCE = 30_000;
    private static final int MOST_STANDINGS = 10_000;

    private final Detection detection;
    private final Policy policy;
    private final LongConsumer progress;

    /** With what is detected, the policy that judges, and who hears how many alerts have come. */
    public LatencyBench(Detection detection, Policy policy, LongConsumer progress) {
        this.detection = detection;
        this.policy = policy;
        this.progress = progress;
    }

    /**
     * Measures with a lateness allowance.
     *
     * @param accounts accounts that harvest, spread over one bucket
     * @param work folder for state and simulated texts
     * @throws IOException when a file cannot be written
     */
    public LatencyReading run(Duration allowance, int accounts, Path work) throws IOException {
        Policy judging = with(allowance.toMillis());
        Bursts bursts = Bursts.in(work.resolve("texts"));
        try (EmbeddedBroker broker = EmbeddedBroker.startTemporary()) {
            String bootstrap = broker.bootstrapServers();
            AuditorSettings settings = AuditorSettings.live(bootstrap, work.resolve("state"), 1);
            try (Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", bootstrap))) {
                new Topics(admin, "").create(Topics.OF_AUDITOR, 1, 1, false);
            }
            new PolicyPublisher(bootstrap).publish(settings.topic(Topic.POLICIES), List.of(judging));
            try (Auditor auditor = Auditor.start(settings, detection, "auto", judging, new StreamPlan.Progress() {});
                    Sightings exchanges = Sightings.of(bootstrap, settings.topic(Topic.EXCHANGES), Bursts.SIZE);
                    Sightings alerts = Sightings.of(bootstrap, settings.topic(Topic.ALERTS), 1);
                    // Beside the accounts there is the customer whose record moves event time on, and there are rings.
                    Callers callers = Callers.follow(bootstrap, detection.key(), judging.name(), MOST_STANDINGS)) {
                while (!auditor.isHealthy()) {
                    pause();
                }
                return measure(judging, bursts, accounts, settings, new Ends(exchanges, alerts, callers));
            }
        }
    }

    private LatencyReading measure(Policy judging, Bursts bursts, int accounts, AuditorSettings settings, Ends ends) {
        long bucket = judging.timing().bucket();
        long allowance = judging.timing().allowance();
        long[] produced = new long[accounts];
        long begin = System.currentTimeMillis();
        long end = begin + 2 * bucket + allowance + PATIENCE;
        String topic = settings.topic(Topic.USAGE);
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", settings.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            int next = 0;
            long beat = 0;
            long over = 0;
            while (over < accounts && System.currentTimeMillis() < end) {
                long now = System.currentTimeMillis();
                if (now >= begin + beat * HEARTBEAT) {
                    var unused = producer.send(new ProducerRecord<>(topic, bursts.heartbeat(beat++, now)));
                }
                if (next < accounts && now >= begin + next * bucket / accounts) {
                    for (int place = 0; place < Bursts.SIZE; place++) {
                        var unused = producer.send(new ProducerRecord<>(topic, bursts.harvest(next, place, now)));
                    }
                    ends.callers.begin(Bursts.name(next));
                    produced[next++] = now;
                }
                ends.callers.look();
                over = ends.over(accounts);
                progress.accept(over);
                pause();
            }
        }
        return reading(judging.timing(), produced, ends);
    }

    /** Where hops end. */
    private record Ends(Sightings exchanges, Sightings alerts, Callers callers) {
        /** Accounts that were alerted on and refused. */
        long over(int accounts) {
            return IntStream.range(0, accounts)
                    .mapToObj(Bursts::name)
                    .filter(name -> alerts.when(name).isPresent()
                            && callers.refused(name).isPresent())
                    .count();
        }
    }

    private static LatencyReading reading(Policy.Timing timing, long[] produced, Ends ends) {
        List<Long> intake = new ArrayList<>();
        List<Long> waiting = new ArrayList<>();
        List<Long> judging = new ArrayList<>();
        List<Long> whole = new ArrayList<>();
        List<Long> enforcing = new ArrayList<>();
        List<Long> spending = new ArrayList<>();
        List<Long> untilRefused = new ArrayList<>();
        for (int account = 0; account < produced.length; account++) {
            String name = Bursts.name(account);
            if (ends.exchanges.when(name).isEmpty() || ends.alerts.when(name).isEmpty()) {
                continue;
            }
            long exchange = ends.exchanges.when(name).get();
            long alert = ends.alerts.when(name).get();
            long closes = Math.floorDiv(produced[account], timing.bucket()) * timing.bucket()
                    + timing.bucket()
                    + timing.allowance();
            long ready = Math.max(closes, exchange);
            intake.add(exchange - produced[account]);
            waiting.add(Math.max(0, closes - exchange));
            judging.add(alert - ready);
            whole.add(alert - produced[account]);
            if (ends.callers.enforced(name).isPresent()
                    && ends.callers.refused(name).isPresent()) {
                long enforced = ends.callers.enforced(name).get();
                long refused = ends.callers.refused(name).get();
                enforcing.add(enforced - ready);
                spending.add(refused - enforced);
                untilRefused.add(refused - produced[account]);
            }
        }
        return new LatencyReading(
                timing.allowance() / 1_000.0,
                timing.bucket() / 1_000.0,
                produced.length,
                whole.size(),
                untilRefused.size(),
                List.of(
                        LatencyReading.Hop.of("record produced to exchange visible", intake),
                        LatencyReading.Hop.of("exchange visible to bucket closed and allowance over", waiting),
                        LatencyReading.Hop.of("allowance over to alert visible", judging),
                        LatencyReading.Hop.of("record produced to alert visible", whole),
                        LatencyReading.Hop.of("allowance over to standing enforced by the limiter", enforcing),
                        LatencyReading.Hop.of("enforced to first refusal: the plan is used up", spending),
                        LatencyReading.Hop.of("record produced to first refusal", untilRefused)));
    }

    private Policy with(long allowance) {
        Policy.Timing timing = policy.timing();
        return policy.withTiming(
                new Policy.Timing(timing.bucket(), allowance, timing.idle(), timing.mergeWait(), timing.epoch()));
    }

    private static void pause() {
        LockSupport.parkNanos(5_000_000);
    }
}
