// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.ratelimit;

import dev.stillwatch.deploy.bench.table.NearestRank;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;

/** Calls that are answered later, either as many as are answered or so many a second. */
final class Load {
    private static final long PATIENCE_SECONDS = 30;
    private static final long LOOK_NANOS = 50_000;

    private final IntFunction<CompletableFuture<Void>> call;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    /** With what makes the call of a number. */
    Load(IntFunction<CompletableFuture<Void>> call) {
        this.call = call;
    }

    /**
     * Calls by which a server is measured that is never idle.
     *
     * @param calls answered
     * @param seconds from the first question to the last answer
     */
    record Saturation(long calls, double seconds) {
        double perSecond() {
            return calls / seconds;
        }
    }

    /**
     * How long calls took that came at a rate of their own, each from the moment at which it was due.
     *
     * @param p50Millis median
     * @param p99Millis 99th percentile
     */
    record Delay(double p50Millis, double p99Millis) {}

    /** Keeps so many calls in flight for a time. */
    Saturation saturate(int inFlight, Duration time) {
        CountDownLatch lanes = new CountDownLatch(inFlight);
        LongAdder answered = new LongAdder();
        long begun = System.nanoTime();
        long end = begun + time.toNanos();
        for (int i = 0; i < inFlight; i++) {
            lane(lanes, answered, end);
        }
        await(lanes);
        return new Saturation(answered.sum(), (System.nanoTime() - begun) / 1e9);
    }

    private void lane(CountDownLatch lanes, LongAdder answered, long end) {
        if (System.nanoTime() >= end || failure.get() != null) {
            lanes.countDown();
            return;
        }
        CompletableFuture<Void> unused = call.apply(next.getAndIncrement()).whenComplete((nothing, failed) -> {
            failure.compareAndSet(null, failed);
            answered.increment();
            lane(lanes, answered, end);
        });
    }

    /** Makes calls at a steady rate, whether or not earlier ones have been answered. */
    Delay pace(double perSecond, Duration time) {
        int calls = Math.max(1, (int) (perSecond * time.toNanos() / 1e9));
        long[] nanos = new long[calls];
        CountDownLatch answered = new CountDownLatch(calls);
        long begun = System.nanoTime();
        for (int i = 0; i < calls; i++) {
            int one = i;
            long due = begun + (long) (i / perSecond * 1e9);
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(LOOK_NANOS);
            }
            CompletableFuture<Void> unused = call.apply(next.getAndIncrement()).whenComplete((nothing, failed) -> {
                failure.compareAndSet(null, failed);
                nanos[one] = System.nanoTime() - due;
                answered.countDown();
            });
        }
        await(answered);
        Arrays.sort(nanos);
        return new Delay(nanos[NearestRank.of(calls, 0.5)] / 1e6, nanos[NearestRank.of(calls, 0.99)] / 1e6);
    }

    private void await(CountDownLatch latch) {
        try {
            if (!latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("calls were not answered within " + PATIENCE_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while calls were answered", e);
        }
        Throwable failed = failure.get();
        if (failed != null) {
            throw new IllegalStateException("a call failed: " + failed.getMessage(), failed);
        }
    }
}
