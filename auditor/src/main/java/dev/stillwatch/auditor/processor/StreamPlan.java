// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.processor;

import dev.stillwatch.auditor.adjudicate.Finding;
import dev.stillwatch.auditor.intake.ExchangeAssembler;
import dev.stillwatch.auditor.intake.FormatRegistry;
import dev.stillwatch.policies.key.DeploymentKey;
import dev.stillwatch.policies.policy.Policy;
import java.util.function.Function;
import java.util.function.LongUnaryOperator;
import java.util.function.Supplier;

/**
 * What the processors are made of: the pure classes, and what the run decides. Shared by all tasks; the suppliers give
 * every task its own.
 *
 * @param sources partitions of the usage topic
 * @param partitions partitions of the topics keyed by account
 * @param key the deployment's key
 * @param format a format's name, or {@link FormatRegistry#AUTO}
 * @param registry understands formats
 * @param assemblers makes what reads text
 * @param judges makes what judges
 * @param rings how rings are formed and judged
 * @param fallback judges until a snapshot is on the policies topic; its timing is the run's
 * @param latest greatest acceptable event time of a record that arrived at the given time
 * @param lead how far one record may carry the watermark past its arrival, milliseconds
 * @param replay whether the end-of-input control record counts and silent sources go on holding the watermark
 * @param ticks whether sources tick before their end
 * @param findings writes what intake itself finds
 * @param rereading reads once more what a task held in memory when it was stopped
 * @param progress is told how far the run is
 */
public record StreamPlan(
        int sources,
        int partitions,
        DeploymentKey key,
        String format,
        FormatRegistry registry,
        Supplier<ExchangeAssembler> assemblers,
        Supplier<AccountJudge> judges,
        RingPlan rings,
        Policy fallback,
        LongUnaryOperator latest,
        long lead,
        boolean replay,
        boolean ticks,
        Function<Finding, byte[]> findings,
        Rereading rereading,
        Progress progress) {

    /** What goes past a bound is handled by a stated rule and counted. */
    public enum Bound {
        /** An exchange came after its bucket had closed: it revises later standings. */
        LATE("late"),
        /** An account had more ids in a day than are remembered: counted without looking for duplicates. */
        NOT_CHECKED("not-checked"),
        /** So many exchanges waited that the oldest bucket was closed before its time. */
        BUCKET_CLOSED_EARLY("buckets-closed-early"),
        /** So many split records waited for their parts that the oldest was closed before its time. */
        GROUP_CLOSED_EARLY("groups-closed-early"),
        /** A record of a topic of our own was none of its values, or did not verify: dropped. */
        UNREADABLE("unreadable"),
        /** A record had the id of another one of its account and other content: counted, both of them. */
        CONFLICTING_ID("conflicting-ids");

        private final String label;

        Bound(String label) {
            this.label = label;
        }

        /** The stable name, as in {@code summary.json} and {@code GET /health}. */
        public String label() {
            return label;
        }
    }

    /** Hears of progress; called on stream threads, must be quick and safe to share. */
    public interface Progress {
        /** Nobody listens. */
        Progress NONE = new Progress() {};

        /** Exchanges of one more batch of closed buckets were judged. */
        default void judged(int partition, long exchanges) {}

        /**
         * Something went past one of the stream's bounds. Counts what this process saw, once more when it repeats a
         * transaction that failed.
         *
         * @param bound which
         * @param source source partition for what came late, the task's partition otherwise
         * @param count how often
         */
        default void passed(Bound bound, int source, long count) {}

        /** Every bucket of the partition has closed: nothing more will come. */
        default void ended(int partition) {}
    }
}
