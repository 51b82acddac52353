// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.runtime;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replaces a stream thread that died, but not for ever: a fault that comes back more often than the cap within the
 * window stops the client, which health then reports. Safe for use by several threads.
 */
public final class CappedRestarts implements StreamsUncaughtExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(CappedRestarts.class);

    private final int cap;
    private final Duration window;
    private final InstantSource clock;
    private final Deque<Instant> deaths = new ArrayDeque<>();

    /** At most {@code cap} restarts within any {@code window}. */
    public CappedRestarts(int cap, Duration window, InstantSource clock) {
        this.cap = cap;
        this.window = window;
        this.clock = clock;
    }

    @Override
    public synchronized StreamThreadExceptionResponse handle(Throwable fault) {
        Instant now = clock.instant();
        deaths.addLast(now);
        while (deaths.getFirst().isBefore(now.minus(window))) {
            deaths.removeFirst();
        }
        boolean replace = deaths.size() <= cap;
        LOG.error("thread died fault={} deaths={} replaced={}", rootOf(fault), deaths.size(), replace);
        return replace ? StreamThreadExceptionResponse.REPLACE_THREAD : StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }

    private static Class<?> rootOf(Throwable fault) {
        Throwable root = fault;
        for (Throwable cause = root.getCause(); cause != null; cause = cause.getCause()) {
            root = cause;
        }
        return root.getClass();
    }
}
