// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.ratelimit;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntUnaryOperator;

/** Asks for one key as fast as it is answered, by turns of the nodes, and notes what passes. */
final class Spender {
    private static final int MOST_PASSED = 5_000_000;
    private static final long PATIENCE_SECONDS = 120;

    private final TwoNodes key;
    private final IntUnaryOperator node;
    private final AtomicInteger next = new AtomicInteger();
    private final LongAdder answered = new LongAdder();
    private final LongAdder undecided = new LongAdder();
    private final AtomicInteger passed = new AtomicInteger();
    private final double[] passedAt = new double[MOST_PASSED];
    private final AtomicLong last = new AtomicLong();

    /**
     * Asks nobody yet.
     *
     * @param node which one is asked for the call of a number
     */
    Spender(TwoNodes key, IntUnaryOperator node) {
        this.key = key;
        this.node = node;
    }

    /** Keeps so many calls in flight for a time. */
    Spell spend(int inFlight, Duration time) {
        CountDownLatch lanes = new CountDownLatch(inFlight);
        long begun = System.nanoTime();
        for (int i = 0; i < inFlight; i++) {
            lane(lanes, begun, begun + time.toNanos());
        }
        try {
            if (!lanes.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("calls were not answered within " + PATIENCE_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while calls were answered", e);
        }
        double[] times = Arrays.copyOf(passedAt, Math.min(MOST_PASSED, passed.get()));
        Arrays.sort(times);
        return new Spell(answered.sum(), undecided.sum(), times, (last.get() - begun) / 1e9);
    }

    private void lane(CountDownLatch lanes, long begun, long end) {
        if (System.nanoTime() >= end) {
            lanes.countDown();
            return;
        }
        CompletableFuture<Void> unused = key.ask(node.applyAsInt(next.getAndIncrement()))
                .handle((answer, failed) -> {
                    note(failed == null ? answer : TwoNodes.Answer.UNDECIDED, begun);
                    lane(lanes, begun, end);
                    return null;
                });
    }

    private void note(TwoNodes.Answer answer, long begun) {
        long now = System.nanoTime();
        last.accumulateAndGet(now, Math::max);
        if (answer == TwoNodes.Answer.UNDECIDED) {
            undecided.increment();
            return;
        }
        answered.increment();
        if (answer == TwoNodes.Answer.PASSED) {
            int one = passed.getAndIncrement();
            if (one < MOST_PASSED) {
                passedAt[one] = (now - begun) / 1e9;
            }
        }
    }
}
