// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.probe;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/** The header {@code Retry-After} (RFC 9110, 10.2.3): seconds, or a date. */
final class RetryAfter {
    /** What a caller who can read nothing out of it knows. */
    static final long UNTOLD = -1;

    private RetryAfter() {}

    /** Seconds to wait from now, at least 0; {@link #UNTOLD} when the value is neither. */
    static long seconds(String value, Instant now) {
        String stripped = value.strip();
        if (stripped.matches("[0-9]{1,9}")) {
            return Long.parseLong(stripped);
        }
        try {
            Instant then = ZonedDateTime.parse(stripped, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return Math.max(0, Duration.between(now, then).toSeconds());
        } catch (DateTimeException e) {
            return UNTOLD;
        }
    }
}
