// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.ratelimit;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;

/**
 * One hot key at two nodes: what passes against what its limit allows, and what a change of owner adds. Nodes and callers
 * share this process; half of the calls meet the node that owns the key. At the change of owner the owner stops without a last word: no call waits for one that hangs.
 */
public final class NodesBench {
    private static final int NODES = 2;
    private static final long BUCKET_PER_SECOND = 100;
    private static final long WINDOW = 200;
    private static final long SECOND_MILLIS = 1_000;
    /** Of what a second decides: so the owner goes while much of the bucket is left, after some snapshots. */
    private static final int SECONDS_OF_BUCKET = 4;

    private final Size size;
    private final IntConsumer progress;
    private int done;

    /** With how much to do, and who hears how many of {@link Size#steps} are done. */
    public NodesBench(Size size, IntConsumer progress) {
        this.size = size;
        this.progress = progress;
    }

    /**
     * How much to do.
     *
     * @param inFlight calls in flight
     * @param warmUp how long is asked before anything counts
     * @param each how long each limit is asked for
     */
    public record Size(int inFlight, Duration warmUp, Duration each) {
        /** Some 50 seconds. */
        public static final Size USUAL = new Size(32, Duration.ofSeconds(15), Duration.ofSeconds(10));

        /** The warm-up and three cases. */
        public int steps() {
            return 4;
        }
    }

    /**
     * One case.
     *
     * @param perSecond calls decided
     * @param passed calls that passed
     * @param allowed most that the limit allows, at the end
     * @param most most that had passed at any moment, in what was allowed until then
     * @param undecided calls that nobody could decide on in time
     */
    public record Reading(String name, double perSecond, int passed, double allowed, double most, long undecided) {}

    /**
     * A change of owner.
     *
     * @param ageMillis of the last snapshot, when the owner went
     * @param since calls that it let pass after that snapshot
     * @param added calls that passed beyond what one bucket allows
     */
    public record Failover(Reading reading, double ageMillis, int since, double added) {}

    /** Everything measured. */
    public record Result(Reading bucket, Reading window, Failover failover) {}

    /** Measures. */
    public Result run() throws IOException {
        double perSecond = warmUp();
        step();
        Reading bucket = bucket();
        step();
        Reading window = window();
        step();
        Failover failover = failover((long) Math.max(BUCKET_PER_SECOND, perSecond * SECONDS_OF_BUCKET));
        step();
        return new Result(bucket, window, failover);
    }

    private void step() {
        progress.accept(++done);
    }

    /** How many calls a second the other node decides for whom it asks. */
    private double warmUp() throws IOException {
        try (TwoNodes nodes = new TwoNodes("rate_limit: {unit: second, requests_per_unit: 1}")) {
            new Spender(nodes, call -> call % NODES).spend(size.inFlight, size.warmUp.dividedBy(2));
            return new Spender(nodes, call -> 0)
                    .spend(size.inFlight, size.warmUp.dividedBy(2))
                    .perSecond();
        }
    }

    private Reading bucket() throws IOException {
        long burst = 5 * BUCKET_PER_SECOND;
        try (TwoNodes nodes = new TwoNodes(bucket(burst))) {
            Spell spell = new Spender(nodes, call -> call % NODES).spend(size.inFlight, size.each);
            return new Reading(
                    "token bucket",
                    spell.perSecond(),
                    spell.passed(),
                    burst + BUCKET_PER_SECOND * spell.seconds(),
                    spell.mostOfBucket(burst, BUCKET_PER_SECOND),
                    spell.undecided());
        }
    }

    private Reading window() throws IOException {
        try (TwoNodes nodes = new TwoNodes("rate_limit: {unit: second, requests_per_unit: " + WINDOW + "}")) {
            long begun = System.currentTimeMillis();
            Spell spell = new Spender(nodes, call -> call % NODES).spend(size.inFlight, size.each);
            long windows = System.currentTimeMillis() / SECOND_MILLIS - begun / SECOND_MILLIS + 1;
            double allowed = windows * WINDOW;
            return new Reading(
                    "fixed window",
                    spell.perSecond(),
                    spell.passed(),
                    allowed,
                    spell.passed() / allowed,
                    spell.undecided());
        }
    }

    private Failover failover(long burst) throws IOException {
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
        try (TwoNodes nodes = new TwoNodes(bucket(burst))) {
            AtomicLong told = new AtomicLong();
            AtomicLong gone = new AtomicLong();
            long begun = System.nanoTime();
            var going = clock.schedule(
                    () -> {
                        told.set(nodes.toldAt());
                        gone.set(System.nanoTime());
                        nodes.stopOwner();
                    },
                    SECOND_MILLIS * SECONDS_OF_BUCKET / 2 + SECOND_MILLIS / 2,
                    TimeUnit.MILLISECONDS);
            Spell spell = new Spender(nodes, call -> 0).spend(size.inFlight, size.each);
            if (!going.isDone()) {
                throw new IllegalStateException("the owner has not stopped within " + size.each);
            }
            return failover(spell, burst, (told.get() - begun) / 1e9, (gone.get() - begun) / 1e9);
        } finally {
            clock.shutdownNow();
        }
    }

    private static Failover failover(Spell spell, long burst, double told, double gone) {
        double one = burst + BUCKET_PER_SECOND * spell.seconds();
        // An answer may come a little after its node is gone.
        int since = spell.passedBy(gone + 1.0 / SECOND_MILLIS * 50) - spell.passedBy(told);
        double allowed = one + since;
        Reading reading = new Reading(
                "bucket whose owner goes",
                spell.perSecond(),
                spell.passed(),
                allowed,
                spell.passed() / allowed,
                spell.undecided());
        return new Failover(reading, (gone - told) * SECOND_MILLIS, since, Math.max(0, spell.passed() - one));
    }

    private static String bucket(long burst) {
        return "rate_limit: {unit: second, requests_per_unit: " + BUCKET_PER_SECOND
                + "}, stillwatch: {algorithm: token_bucket, burst: " + burst + "}";
    }
}
