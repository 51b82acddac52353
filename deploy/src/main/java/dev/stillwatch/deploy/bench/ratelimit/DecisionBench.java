// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.ratelimit;

import com.sun.management.ThreadMXBean;
import dev.stillwatch.deploy.bench.table.Median;
import dev.stillwatch.ratelimit.record.RecordingLimiter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.UnaryOperator;

/**
 * Decisions in process against raw Bucket4j: the same accounts in the same order on one thread, by turns, in CPU time of
 * that thread, so that what else the machine does counts little. Of all rounds the first ones warm up; medians of the rest
 * count, and the median of the rounds' ratios, not the ratio of medians.
 */
public final class DecisionBench {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final MemoryMXBean MEMORY = ManagementFactory.getMemoryMXBean();
    private static final int COLLECTIONS = 3;
    private static final int LOOKS = 5;

    private final Size size;
    private final IntConsumer progress;
    private int done;

    /** With how much to do, and who hears how many of {@link Size#steps} are done. */
    public DecisionBench(Size size, IntConsumer progress) {
        this.size = size;
        this.progress = progress;
    }

    /**
     * How much to do.
     *
     * @param accounts accounts where there are many, and counters held for their size
     * @param decisions decisions of a round, of each side
     * @param warmUp rounds that do not count
     * @param rounds rounds that count, at least 1
     */
    public record Size(int accounts, int decisions, int warmUp, int rounds) {
        /** Some 30 seconds. */
        public static final Size USUAL = new Size(100_000, 500_000, 4, 15);

        /** Rounds of all cases, and the one look at what counters hold. */
        public int steps() {
            return 4 * (warmUp + rounds) + 1;
        }
    }

    /**
     * What one side needs for a decision.
     *
     * @param nanos CPU time
     * @param bytes allocated
     */
    public record Cost(double nanos, double bytes) {}

    /**
     * One case, medians over its rounds.
     *
     * @param name what was asked
     * @param limiter what the limiter needs
     * @param raw what raw Bucket4j needs
     * @param share raw CPU time in the limiter's: decisions a second of CPU, in those of raw
     */
    public record Reading(String name, Cost limiter, Cost raw, double share) {}

    /**
     * Everything measured.
     *
     * @param readings each case
     * @param bytesHeld bytes of heap for one account's counter, with its key and its share of the map
     */
    public record Result(List<Reading> readings, double bytesHeld) {}

    /** Measures. */
    public Result run() throws IOException {
        int[] one = new int[size.decisions];
        int[] many = Zipf.draws(size.accounts, size.decisions);
        String crowd = String.format("%,d Zipf keys", size.accounts);
        List<Reading> readings = new ArrayList<>();
        readings.add(compare("one hot key", BenchLimits.WIDE, 1, one));
        readings.add(compare(crowd, BenchLimits.WIDE, size.accounts, many));
        readings.add(compare("one hot key, refused and recorded", BenchLimits.SPENT, 1, one));
        readings.add(compare(
                crowd + ", refused and recorded up to the log's bound", BenchLimits.SPENT, size.accounts, many));
        double held = held();
        progress.accept(++done);
        return new Result(readings, held);
    }

    private Reading compare(String name, BenchLimits limits, int accounts, int[] order) throws IOException {
        boolean passes = limits == BenchLimits.WIDE;
        try (LogDrain drain = new LogDrain()) {
            Decider limiter = new BenchLimiter(limits, one -> passes ? one : new RecordingLimiter(one, drain.log()))
                    .preparedFor(accounts);
            Decider raw = new RawBuckets(limits, accounts);
            for (int account = 0; account < accounts; account++) {
                raw.passes(account);
            }
            List<Cost> ours = new ArrayList<>();
            List<Cost> theirs = new ArrayList<>();
            for (int round = -size.warmUp; round < size.rounds; round++) {
                // Whoever comes second finds a cache and a heap that the first one left: each is it as often.
                Cost second = round % 2 == 0 ? null : cost(raw, order, passes);
                Cost mine = cost(limiter, order, passes);
                Cost its = second == null ? cost(raw, order, passes) : second;
                if (round >= 0) {
                    ours.add(mine);
                    theirs.add(its);
                }
                progress.accept(++done);
            }
            return reading(name, ours, theirs);
        }
    }

    private static Reading reading(String name, List<Cost> limiter, List<Cost> raw) {
        double[] shares = new double[limiter.size()];
        for (int i = 0; i < shares.length; i++) {
            shares[i] = raw.get(i).nanos / limiter.get(i).nanos;
        }
        return new Reading(name, median(limiter), median(raw), Median.of(shares));
    }

    private static Cost median(List<Cost> rounds) {
        return new Cost(
                Median.of(rounds.stream().mapToDouble(Cost::nanos).toArray()),
                Median.of(rounds.stream().mapToDouble(Cost::bytes).toArray()));
    }

    private static Cost cost(Decider decider, int[] order, boolean passes) {
        long bytes = THREADS.getCurrentThreadAllocatedBytes();
        long nanos = THREADS.getCurrentThreadCpuTime();
        int passed = 0;
        for (int account : order) {
            passed += decider.passes(account) ? 1 : 0;
        }
        nanos = THREADS.getCurrentThreadCpuTime() - nanos;
        bytes = THREADS.getCurrentThreadAllocatedBytes() - bytes;
        if (passed != (passes ? order.length : 0)) {
            throw new IllegalStateException(passed + " of " + order.length + " calls passed");
        }
        return new Cost(Math.max(1, nanos) / (double) order.length, bytes / (double) order.length);
    }

    /** Median of several looks: whatever else in this process lets go of memory meanwhile spoils one of them, not all. */
    private double held() throws IOException {
        double[] looks = new double[LOOKS];
        for (int i = 0; i < LOOKS; i++) {
            looks[i] = heldNow();
        }
        return Median.of(looks);
    }

    /** What stays on the heap for each account that comes to a limiter which has seen one. */
    private double heldNow() throws IOException {
        BenchLimiter limiter = new BenchLimiter(BenchLimits.WIDE, UnaryOperator.identity());
        limiter.count(1);
        long before = used();
        limiter.count(size.accounts);
        double held = (used() - before) / (double) (limiter.counters() - 1);
        Reference.reachabilityFence(limiter);
        return held;
    }

    private static long used() {
        for (int i = 0; i < COLLECTIONS; i++) {
            MEMORY.gc();
        }
        return MEMORY.getHeapMemoryUsage().getUsed();
    }
}
