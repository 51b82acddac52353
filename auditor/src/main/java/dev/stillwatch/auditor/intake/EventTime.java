// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.intake;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/** Moments as logs write them. What cannot be a moment is empty. */
final class EventTime {
    private static final long TICKS_PER_SECOND = 10_000_000;
    /** Seconds from 0001-01-01, where .NET counts its ticks from, to 1970-01-01. */
    private static final long DOTNET_EPOCH_SECONDS = 62_135_596_800L;

    private static final BigInteger LONG_MAX = BigInteger.valueOf(Long.MAX_VALUE);

    private EventTime() {}

    /**
     * RFC 3339 text, also with a blank in place of the T, a trailing " UTC" (BigQuery) or no offset at all, which is read
     * as UTC: LiteLLM writes its server's local time without saying so, and servers run on UTC.
     */
    static Optional<Instant> parse(String text) {
        // A year has four digits: java.time reads others too, whose milliseconds do not fit into 64 bits.
        if (text.length() < 19 || text.length() > 40 || text.charAt(0) == '+' || text.charAt(0) == '-') {
            return Optional.empty();
        }
        long canonical = CanonicalTime.micros(text);
        if (canonical != CanonicalTime.NONE) {
            return Optional.of(ofMicros(canonical));
        }
        String iso = text.endsWith(" UTC") ? text.substring(0, text.length() - 4) : text;
        if (iso.charAt(10) == ' ') {
            iso = iso.substring(0, 10) + "T" + iso.substring(11);
        }
        try {
            if (iso.endsWith("Z")) {
                return Optional.of(Instant.parse(iso));
            }
            int sign = Math.max(iso.lastIndexOf('+'), iso.lastIndexOf('-'));
            return Optional.of(
                    sign > 18
                            ? OffsetDateTime.parse(iso).toInstant()
                            : LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Instant ofMicros(long micros) {
        return Instant.ofEpochSecond(micros / 1_000_000, micros % 1_000_000 * 1_000);
    }

    /** What a number of time counts. */
    enum Unit {
        /** Seconds since 1970, possibly with a fraction. */
        SECONDS(1e9),
        /** Milliseconds since 1970, possibly with a fraction. */
        MILLIS(1e6),
        /** Microseconds since 1970. */
        MICROS(1e3),
        /** Nanoseconds since 1970. */
        NANOS(1),
        /** .NET ticks: 100 ns since 0001-01-01. */
        DOTNET_TICKS(100);

        private final double nanos;

        Unit(double nanos) {
            this.nanos = nanos;
        }

        /**
         * The moment that a number stands for.
         *
         * @param exact the number as logged, for what a double cannot hold
         * @param rounded the same as a double, finite and not negative
         */
        Optional<Instant> instant(JsonNode exact, double rounded) {
            return switch (this) {
                case NANOS -> whole(exact).map(n -> Instant.ofEpochSecond(n / 1_000_000_000, n % 1_000_000_000));
                case DOTNET_TICKS ->
                    whole(exact)
                            .map(t -> Instant.ofEpochSecond(
                                    t / TICKS_PER_SECOND - DOTNET_EPOCH_SECONDS, t % TICKS_PER_SECOND * 100));
                default -> {
                    // Rounded to microseconds: below that a double of seconds since 1970 holds noise.
                    double micros = Math.rint(rounded * nanos / 1e3);
                    yield micros < 1e17 ? Optional.of(ofMicros((long) micros)) : Optional.empty();
                }
            };
        }

        private static Optional<Long> whole(JsonNode exact) {
            if (exact.isIntegralNumber()) {
                BigInteger value = exact.bigIntegerValue();
                return value.compareTo(LONG_MAX) <= 0 ? Optional.of(value.longValue()) : Optional.empty();
            }
            try {
                return Optional.of(Long.parseLong(exact.asText().trim()));
            } catch (NumberFormatException e) {
                return Optional.empty();
            }
        }
    }
}
