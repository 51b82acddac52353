// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that stands until it is moved, also backwards. */
public final class TestClock implements InstantSource {
    /** The full second, minute, hour and day, so that all windows begin here. */
    public static final long MIDNIGHT = Instant.parse("2026-11-26T00:00:00Z").toEpochMilli();

    private final AtomicLong now = new AtomicLong(MIDNIGHT);

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(millis());
    }

    @Override
    public long millis() {
        return now.get();
    }

    /** Moves it. */
    public void move(Duration by) {
        now.addAndGet(by.toMillis());
    }
}
