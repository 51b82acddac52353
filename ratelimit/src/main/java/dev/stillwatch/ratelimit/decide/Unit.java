// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.decide;

import java.time.Duration;
import java.util.Locale;

/** Spans over which requests are counted; months have 30 days and years 365, as in envoyproxy/ratelimit. */
public enum Unit {
    SECOND(Duration.ofSeconds(1)),
    MINUTE(Duration.ofMinutes(1)),
    HOUR(Duration.ofHours(1)),
    DAY(Duration.ofDays(1)),
    WEEK(Duration.ofDays(7)),
    MONTH(Duration.ofDays(30)),
    YEAR(Duration.ofDays(365));

    private final Duration span;

    Unit(Duration span) {
        this.span = span;
    }

    /** How long it is. */
    public Duration span() {
        return span;
    }

    /** The name as written in limits files. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
