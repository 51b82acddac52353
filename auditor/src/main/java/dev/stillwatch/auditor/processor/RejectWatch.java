// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.processor;

import dev.stillwatch.auditor.adjudicate.AlertId;
import dev.stillwatch.auditor.adjudicate.Finding;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Says when a source partition rejects more than it used to. Records are counted by hours of their arrival at the
 * broker, the only clock that a rejected record has. It is told, once an hour, when of at least {@link #LEAST_RECORDS}
 * records of the hour {@link #LEAST_REJECTED} or more were rejected, and their share is at least {@link #LEAST_SHARE}
 * and {@link #FACTOR} times the usual one (or half way from it to all, whichever is less). Usual is the share over
 * earlier hours with any record, each weighing seven eighths of the next: a silent night changes nothing. A pure function
 * of the partition's records in their order. State: a few hundred bytes; no Kafka, one thread.
 */
final class RejectWatch {
    static final long LEAST_RECORDS = 100;
    static final long LEAST_REJECTED = 20;
    static final double LEAST_SHARE = 0.05;
    static final double FACTOR = 3;

    private static final String KIND = "source-health";
    private static final long HOUR = 3_600_000;
    /** Different reasons of an hour that are told apart; more than there are. */
    private static final int MOST_REASONS = 64;

    private final String source;
    private final Map<String, Long> reasons = new TreeMap<>();
    private long hour = Long.MIN_VALUE;
    private long records;
    private long rejected;
    private long pastRecords;
    private long pastRejected;
    private long toldHour = Long.MIN_VALUE;
    private long first;
    private long told;

    RejectWatch(String source) {
        this.source = source;
    }

    /**
     * Counts one raw record.
     *
     * @param arrival when it arrived at the broker, milliseconds since 1970
     * @param members records that it held, rejected ones included
     * @param rejects reasons of the rejected ones
     * @param policy policy in force, for the finding
     */
    Optional<Finding> count(long arrival, int members, List<String> rejects, Supplier<String> policy) {
        roll(Math.floorDiv(arrival, HOUR));
        records += members;
        rejected += rejects.size();
        for (String reason : rejects) {
            if (reasons.size() < MOST_REASONS || reasons.containsKey(reason)) {
                reasons.merge(reason, 1L, Long::sum);
            }
        }
        return !rejects.isEmpty() && toldHour != hour && isRising()
                ? Optional.of(tell(policy.get()))
                : Optional.empty();
    }

    private void roll(long now) {
        if (hour == Long.MIN_VALUE) {
            hour = now;
        }
        if (now > hour && records > 0) {
            pastRecords = pastRecords * 7 / 8 + records;
            pastRejected = pastRejected * 7 / 8 + rejected;
            records = 0;
            rejected = 0;
            reasons.clear();
        }
        hour = Math.max(hour, now);
    }

    private boolean isRising() {
        return records >= LEAST_RECORDS
                && rejected >= LEAST_REJECTED
                && rejected >= LEAST_SHARE * records
                && rejected >= Math.min(FACTOR * usualShare(), (1 + usualShare()) / 2) * records;
    }

    private double usualShare() {
        return pastRecords == 0 ? 0 : (double) pastRejected / pastRecords;
    }

    private Finding tell(String policy) {
        boolean goesOn = toldHour == hour - 1;
        long end = (hour + 1) * HOUR;
        first = goesOn ? first : end;
        told = goesOn ? told + 1 : 1;
        toldHour = hour;
        String commonest = reasons.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElse("");
        return new Finding.SourceHealth(
                new Finding.Head(
                        AlertId.of(KIND, source, first, policy),
                        source,
                        goesOn ? Finding.Stage.UPDATED : Finding.Stage.NEW,
                        end,
                        told,
                        first,
                        policy),
                source,
                records,
                rejected,
                pastRecords == 0 ? OptionalDouble.empty() : OptionalDouble.of(usualShare()),
                commonest);
    }

    /** The state without the reasons of the open hour, for keeping. */
    byte[] encode() {
        return ByteBuffer.allocate(8 * Long.BYTES)
                .putLong(hour)
                .putLong(records)
                .putLong(rejected)
                .putLong(pastRecords)
                .putLong(pastRejected)
                .putLong(toldHour)
                .putLong(first)
                .putLong(told)
                .array();
    }

    /** Goes on from {@link #encode}. */
    static RejectWatch decode(String source, byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        RejectWatch watch = new RejectWatch(source);
        watch.hour = in.getLong();
        watch.records = in.getLong();
        watch.rejected = in.getLong();
        watch.pastRecords = in.getLong();
        watch.pastRejected = in.getLong();
        watch.toldHour = in.getLong();
        watch.first = in.getLong();
        watch.told = in.getLong();
        return watch;
    }
}
