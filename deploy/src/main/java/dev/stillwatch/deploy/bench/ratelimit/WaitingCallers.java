// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.ratelimit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Callers that each wait for an answer before they ask again, all about one account. */
final class WaitingCallers implements AutoCloseable {
    private final ExecutorService threads;
    private final int callers;

    WaitingCallers(int callers) {
        this.threads = Executors.newFixedThreadPool(callers);
        this.callers = callers;
    }

    /** Decisions a second of all together. */
    double perSecond(Decider decider, Duration time) {
        long begun = System.nanoTime();
        long end = begun + time.toNanos();
        List<Future<Long>> each = new ArrayList<>();
        for (int i = 0; i < callers; i++) {
            each.add(threads.submit(() -> decisions(decider, end)));
        }
        long sum = 0;
        for (Future<Long> one : each) {
            sum += await(one);
        }
        return sum / ((System.nanoTime() - begun) / 1e9);
    }

    private static long decisions(Decider decider, long end) {
        long decided = 0;
        do {
            if (!decider.passes(0)) {
                throw new IllegalStateException("a call did not pass");
            }
            decided++;
        } while (System.nanoTime() < end);
        return decided;
    }

    private static long await(Future<Long> one) {
        try {
            return one.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while calls were answered", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a call failed: " + e.getCause(), e);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
