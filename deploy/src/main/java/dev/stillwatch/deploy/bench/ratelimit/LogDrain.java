// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.ratelimit;

import dev.stillwatch.ratelimit.record.DecisionLog;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A record of decisions with the bounds that the command gives it, whose sink takes whatever comes, once a second. */
final class LogDrain implements AutoCloseable {
    private static final int AT_ONCE = 1_000;

    private final DecisionLog log =
            new DecisionLog("bench", InstantSource.system(), DecisionLog.MOST_CELLS, DecisionLog.MOST_QUEUED);
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();

    LogDrain() {
        Future<?> unused = thread.scheduleAtFixedRate(this::drain, 1, 1, TimeUnit.SECONDS);
    }

    DecisionLog log() {
        return log;
    }

    private void drain() {
        log.roll();
        while (!log.poll(AT_ONCE).isEmpty()) {
            Thread.onSpinWait();
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
