// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.replay;

import dev.stillwatch.auditor.processor.BoundCounts;
import dev.stillwatch.auditor.processor.PolicyBook;
import dev.stillwatch.auditor.processor.StreamPlan;
import dev.stillwatch.auditor.runtime.Auditor;
import dev.stillwatch.auditor.runtime.AuditorSettings;
import dev.stillwatch.auditor.runtime.Detection;
import dev.stillwatch.auditor.runtime.EmbeddedBroker;
import dev.stillwatch.auditor.runtime.KafkaAlertFeed;
import dev.stillwatch.auditor.runtime.PolicyPublisher;
import dev.stillwatch.auditor.runtime.Topics;
import dev.stillwatch.auditor.runtime.WorkDirectory;
import dev.stillwatch.policies.policy.Policy;
import dev.stillwatch.policies.topic.Topic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Files through the live topology, and what came out as files. */
public final class Backtest {
    private static final Logger LOG = LoggerFactory.getLogger(Backtest.class);
    private static final Duration COMMIT = Duration.ofMillis(500);

    private final Detection detection;
    private final BacktestProgress progress;
    private final Companion companion;

    /** Alone, with what is detected, and who hears how far it is. */
    public Backtest(Detection detection, BacktestProgress progress) {
        this(detection, progress, Companion.NONE);
    }

    /**
     * With somebody beside it.
     *
     * @param detection what is detected
     * @param progress hears how far it is
     * @param companion lives on the run's own broker; a run on a shared cluster has none
     */
    public Backtest(Detection detection, BacktestProgress progress, Companion companion) {
        this.detection = detection;
        this.progress = progress;
        this.companion = companion;
    }

    /**
     * Runs one. Blocks until the results are written.
     *
     * @throws IOException when a file cannot be read or written
     * @throws BacktestFailedException when the run cannot be finished
     */
    public BacktestSummary run(BacktestRequest request) throws IOException, BacktestFailedException {
        progress.phase(BacktestProgress.Phase.STARTING);
        try (WorkDirectory made = WorkDirectory.temporary("stillwatch-backtest")) {
            Path work = made.path();
            if (request.bootstrapServers().isPresent()) {
                // On a shared cluster the replay has topics of its own, so that nothing live is touched.
                String prefix = work.getFileName() + ".";
                return run(request, request.bootstrapServers().get(), prefix, work, Companion.NONE);
            }
            try (EmbeddedBroker broker = EmbeddedBroker.start(work.resolve("broker"))) {
                return run(request, broker.bootstrapServers(), "", work, companion);
            }
        }
    }

    private BacktestSummary run(BacktestRequest request, String servers, String prefix, Path work, Companion beside)
            throws IOException, BacktestFailedException {
        Files.createDirectories(request.out());
        AuditorSettings settings = new AuditorSettings(
                servers,
                prefix + "backtest",
                prefix,
                work.resolve("state"),
                request.threads(),
                0,
                Optional.empty(),
                COMMIT,
                new AuditorSettings.End.OfInput(request.latest().toEpochMilli(), request.ticks()));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
            new Topics(admin, prefix).create(Topics.OF_AUDITOR, request.sources(), request.partitions(), true);
        }
        new PolicyPublisher(servers).publish(settings.topic(Topic.POLICIES), request.policies());
        long started = System.nanoTime();
        Ends ends = new Ends(request.partitions());
        Policy fallback = new PolicyBook(request.policies()).latest();
        Feed.Fed fed;
        try (Companion.Stay stay = beside.join(servers)) {
            fed = heard(request, settings, fallback, ends);
            stay.judged();
        }
        progress.phase(BacktestProgress.Phase.WRITING);
        return harvest(request, settings, fed, fallback, started, ends);
    }

    private Feed.Fed heard(BacktestRequest request, AuditorSettings settings, Policy fallback, Ends ends)
            throws IOException, BacktestFailedException {
        if (!progress.hearsAlerts()) {
            return judge(request, settings, fallback, ends);
        }
        KafkaAlertFeed feed = new KafkaAlertFeed(settings.bootstrapServers(), settings.topic(Topic.ALERTS));
        // Closed after the auditor: what it commits while it stops is still heard.
        try (AlertTail unused = AlertTail.start(feed, progress::alert)) {
            return judge(request, settings, fallback, ends);
        }
    }

    private Feed.Fed judge(BacktestRequest request, AuditorSettings settings, Policy fallback, Ends ends)
            throws IOException, BacktestFailedException {
        try (Auditor auditor = Auditor.start(settings, detection, request.format(), fallback, ends)) {
            progress.phase(BacktestProgress.Phase.READING);
            Feed.Fed fed = new Feed(
                            settings.bootstrapServers(), settings.topic(Topic.USAGE), request.sources(), progress)
                    .feed(request.usage());
            progress.phase(BacktestProgress.Phase.JUDGING);
            ends.await(auditor);
            return fed;
        }
    }

    private BacktestSummary harvest(
            BacktestRequest request, AuditorSettings settings, Feed.Fed fed, Policy policy, long started, Ends ends)
            throws IOException, BacktestFailedException {
        WrittenTopics written = new WrittenTopics(settings, detection);
        written.read(fed.tooLarge());
        Harvest harvest = written.harvest();
        RecordCount count = written.count();
        ResultFiles files = new ResultFiles(
                request.out(), harvest, written.news(), policy.timing().allowance());
        files.write(written.alerts(), fed.positions());
        long records = fed.tooLarge() + count.records(fed.sent());
        double seconds = (System.nanoTime() - started) / 1e9;
        BacktestSummary summary = new BacktestSummary(
                records,
                harvest.accepted(),
                count.merged(),
                new TreeMap<>(harvest.rejected()),
                ends.passed.bySource(StreamPlan.Bound.LATE),
                ends.passed.total(StreamPlan.Bound.NOT_CHECKED),
                ends.passed.total(StreamPlan.Bound.BUCKET_CLOSED_EARLY),
                ends.passed.total(StreamPlan.Bound.GROUP_CLOSED_EARLY),
                ends.passed.total(StreamPlan.Bound.CONFLICTING_ID),
                ends.passed.total(StreamPlan.Bound.UNREADABLE),
                harvest.accounts().size(),
                harvest.rings().size(),
                written.alerts().size(),
                seconds,
                records / seconds,
                harvest.kinds(),
                harvest.seen());
        files.summary(summary);
        if (!summary.adds()) {
            LOG.error(
                    "records do not add up records={} accepted={} merged={}",
                    records,
                    summary.accepted(),
                    summary.merged());
        }
        return summary;
    }

    /** Counts the partitions whose buckets have all closed. */
    private final class Ends implements StreamPlan.Progress {
        private static final long LOOK_MILLIS = 200;

        private final Set<Integer> open = new HashSet<>();
        private final AtomicLong judged = new AtomicLong();
        private final BoundCounts passed = new BoundCounts();

        Ends(int partitions) {
            for (int partition = 0; partition < partitions; partition++) {
                open.add(partition);
            }
        }

        @Override
        public void judged(int partition, long exchanges) {
            progress.judged(judged.addAndGet(exchanges));
        }

        @Override
        public void passed(StreamPlan.Bound bound, int source, long count) {
            passed.add(bound, source, count);
        }

        @Override
        public synchronized void ended(int partition) {
            open.remove(partition);
            notifyAll();
        }

        /** Waits until the last partition has ended; the auditor's close then commits it. */
        synchronized void await(Auditor auditor) throws BacktestFailedException {
            try {
                while (!open.isEmpty()) {
                    wait(LOOK_MILLIS);
                    if (auditor.hasFailed()) {
                        throw new BacktestFailedException(
                                "the stream stopped with a fault; the log names processor, partition and offset");
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new BacktestFailedException("interrupted");
            }
        }
    }
}
