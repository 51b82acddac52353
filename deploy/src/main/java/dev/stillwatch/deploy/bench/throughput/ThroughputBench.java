// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.throughput;

import dev.stillwatch.auditor.processor.IntakeProcessor;
import dev.stillwatch.auditor.processor.StreamPlan;
import dev.stillwatch.auditor.runtime.Auditor;
import dev.stillwatch.auditor.runtime.AuditorSettings;
import dev.stillwatch.auditor.runtime.Detection;
import dev.stillwatch.auditor.runtime.EmbeddedBroker;
import dev.stillwatch.auditor.runtime.PolicyPublisher;
import dev.stillwatch.auditor.runtime.Topics;
import dev.stillwatch.deploy.bench.table.Median;
import dev.stillwatch.policies.policy.Policy;
import dev.stillwatch.policies.topic.Topic;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaStreams;

/**
 * Runs the floor and the whole detection topology over the same records on one embedded broker, a fresh one each round,
 * with exactly-once and the same number of threads, and says how many records a second each takes in and what each
 * costs in CPU.
 */
public final class ThroughputBench {
    private static final int PARTITIONS = 4;
    private static final Duration COMMIT = Duration.ofMillis(100);
    /** Exchanges a minute of each account: 2,000 records a second of 24,000 accounts, as a stream while it happens. */
    private static final double LIVE_A_MINUTE = 5;

    private static final int HISTORY_DAYS = 4;
    private static final String HISTORY = "history";
    private static final Duration LEAST_PATIENCE = Duration.ofMinutes(20);
    /** Records a second below which a run is given up. */
    private static final int SLOWEST = 2_000;
    /** From so many records on a run says how far it is. */
    private static final int LONG_RUN = 2_000_000;

    private final Detection detection;
    private final Policy policy;
    private final PrintWriter out;

    /** With what is detected, the policy that judges, and where the report goes. */
    public ThroughputBench(Detection detection, Policy policy, PrintWriter out) {
        this.detection = detection;
        this.policy = policy;
        this.out = out;
    }

    /**
     * What to run.
     *
     * @param records records of the load
     * @param accounts accounts they come from
     * @param threads stream threads of either topology
     * @param rounds how often the pair is run; the median ratio counts
     * @param history whether the sparse history is run too
     * @param campaign whether all accounts are one campaign, and so one ring
     */
    public record Load(int records, int accounts, int threads, int rounds, boolean history, boolean campaign) {
        double perSecond() {
            return accounts * LIVE_A_MINUTE / 60;
        }

        Duration patience() {
            Duration slowest = Duration.ofSeconds(records / SLOWEST);
            return slowest.compareTo(LEAST_PATIENCE) > 0 ? slowest : LEAST_PATIENCE;
        }
    }

    /**
     * One topology's reading.
     *
     * @param recordsPerSecond from the first record to the last commit
     * @param cpuMicros CPU time of the whole process, broker included, by record, microseconds
     */
    public record Reading(double recordsPerSecond, double cpuMicros) {}

    /**
     * Runs it and prints the readings; returns the median of the rounds' ratios. Of several rounds the first warms the
     * JIT up and does not count. Event time goes on as it does live ({@link #LIVE_A_MINUTE}). Then one run of
     * {@link #HISTORY_DAYS} days of sparse history, where nearly every record opens another account's bucket: what a
     * backtest pays, and what state there is when days have been settled.
     */
    public double run(Load load) throws IOException {
        Path work = Files.createTempDirectory("stillwatch-throughput");
        double median = live(load, work);
        if (load.history()) {
            history(load, work);
        }
        return median;
    }

    private double live(Load load, Path work) throws IOException {
        out.printf(
                Locale.ROOT,
                "%,d records of about 100 word pieces, %,d accounts, %,.0f records a second of event time, %d partitions,"
                        + " %d thread(s), exactly-once, commit %d ms%n",
                load.records(),
                load.accounts(),
                load.perSecond(),
                PARTITIONS,
                load.threads(),
                COMMIT.toMillis());
        double[] ratios = new double[load.rounds()];
        for (int round = 0; round < load.rounds(); round++) {
            ratios[round] = pair(load, work, round);
        }
        double[] counted = load.rounds() > 1 ? Arrays.copyOfRange(ratios, 1, ratios.length) : ratios;
        return Median.of(counted);
    }

    // On a broker of its own: on one of an earlier round the judge would read that round's exchanges too, and its end.
    private double pair(Load load, Path work, int round) throws IOException {
        try (EmbeddedBroker broker = EmbeddedBroker.startTemporary()) {
            String bootstrap = broker.bootstrapServers();
            prepare(bootstrap, load, load.perSecond());
            Reading floor = floor(settings(bootstrap, "floor-" + round, work, load.threads()), load);
            print("floor", floor);
            Held.begin();
            AuditorSettings settings = settings(bootstrap, "whole-" + round, work, load.threads());
            Reading whole = whole(settings, load);
            print("whole", whole);
            out.println(Held.now(settings.stateDirectory(), broker.directory()).line());
            double ratio = whole.recordsPerSecond() / floor.recordsPerSecond();
            out.printf(
                    Locale.ROOT,
                    "  ratio  %.3f of the floor's records/s, CPU %.2f times the floor's%s%n",
                    ratio,
                    whole.cpuMicros() / floor.cpuMicros(),
                    round == 0 && load.rounds() > 1 ? " (warm-up)" : "");
            return ratio;
        }
    }

    private void history(Load load, Path work) throws IOException {
        double perSecond = load.records() / (HISTORY_DAYS * 86_400.0);
        try (EmbeddedBroker broker = EmbeddedBroker.startTemporary()) {
            String bootstrap = broker.bootstrapServers();
            prepare(bootstrap, load, perSecond);
            out.printf(
                    Locale.ROOT,
                    "the same number of records spread over %d days: %.1f records a second of event time%n",
                    HISTORY_DAYS,
                    perSecond);
            print("whole", whole(settings(bootstrap, HISTORY, work, load.threads()), load));
            new StateSizes(bootstrap, HISTORY).report().forEach(out::println);
        }
    }

    private void prepare(String bootstrap, Load load, double perSecond) {
        createTopics(bootstrap);
        new PolicyPublisher(bootstrap).publish(Topic.POLICIES.topicName(), List.of(policy));
        fill(bootstrap, load, perSecond);
    }

    private Reading floor(AuditorSettings settings, Load load) {
        LongAdder processed = new LongAdder();
        Meter meter = new Meter(load.records());
        try (KafkaStreams streams = new KafkaStreams(FloorTopology.build(processed), settings.toProperties())) {
            streams.start();
            meter.begin(processed);
            meter.awaitCount(processed);
        }
        return meter.end();
    }

    private Reading whole(AuditorSettings settings, Load load) {
        LongAdder judged = new LongAdder();
        LongAdder late = new LongAdder();
        CountDownLatch partitions = new CountDownLatch(PARTITIONS);
        StreamPlan.Progress progress = new StreamPlan.Progress() {
            @Override
            public void judged(int partition, long exchanges) {
                judged.add(exchanges);
                said(load, judged.sum(), exchanges);
            }

            @Override
            public void passed(StreamPlan.Bound bound, int source, long count) {
                late.add(bound == StreamPlan.Bound.LATE ? count : 0);
            }

            @Override
            public void ended(int partition) {
                partitions.countDown();
            }
        };
        Meter meter = new Meter(load.records());
        try (Auditor auditor = Auditor.start(settings, detection, "auto", policy, progress)) {
            meter.beginWhen(auditor::isHealthy);
            try {
                if (!partitions.await(load.patience().toSeconds(), TimeUnit.SECONDS)) {
                    throw new IllegalStateException(
                            "not finished within " + load.patience().toMinutes() + " min");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
        }
        if (judged.sum() != load.records()) {
            throw new IllegalStateException(judged.sum() + " of " + load.records() + " records were judged");
        }
        // The load is in order: what is late was sent after the end, so the end was not this run's.
        if (late.sum() > 0) {
            throw new IllegalStateException(late.sum() + " records came late");
        }
        return meter.end();
    }

    private void said(Load load, long judged, long more) {
        long step = load.records() / 20;
        if (load.records() >= LONG_RUN && judged / step > (judged - more) / step) {
            out.printf(Locale.ROOT, "         %,d of %,d judged%n", judged, load.records());
            out.flush();
        }
    }

    private static AuditorSettings settings(String bootstrap, String application, Path work, int threads) {
        return new AuditorSettings(
                bootstrap,
                application,
                "",
                work.resolve(application),
                threads,
                0,
                Optional.empty(),
                COMMIT,
                new AuditorSettings.End.OfInput(
                        Instant.parse("2030-01-01T00:00:00Z").toEpochMilli(), true));
    }

    private static void createTopics(String bootstrap) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            new Topics(admin, "").create(Topics.OF_AUDITOR, PARTITIONS, PARTITIONS, false);
        }
    }

    private static void fill(String bootstrap, Load load, double perSecond) {
        UsageLoad usage = new UsageLoad(1, load.accounts(), perSecond, load.campaign());
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", bootstrap, "linger.ms", 20, "batch.size", 512 * 1024, "compression.type", "lz4");
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            String topic = Topic.USAGE.topicName();
            for (int i = 0; i < load.records(); i++) {
                var unused = producer.send(new ProducerRecord<>(topic, i % PARTITIONS, null, usage.next()));
            }
            for (int partition = 0; partition < PARTITIONS; partition++) {
                RecordHeaders end = new RecordHeaders();
                end.add(IntakeProcessor.END_HEADER, "1".getBytes(StandardCharsets.UTF_8));
                var unused = producer.send(new ProducerRecord<>(topic, partition, null, null, new byte[0], end));
            }
            producer.flush();
        }
    }

    private void print(String name, Reading reading) {
        out.printf(
                Locale.ROOT,
                "  %-6s %,10.0f records/s  %6.1f CPU us a record%n",
                name,
                reading.recordsPerSecond(),
                reading.cpuMicros());
        out.flush();
    }
}
