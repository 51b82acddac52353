// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.reserve;

import java.time.Duration;
import java.util.Locale;

/**
 * What is counted of a call. The labels are the keys of limits files, the names in answers and the ids of Bucket4j's
 * bandwidths: a changed id would hand every caller a full bucket, so they never change.
 */
public enum Dimension {
    /** Requests in a minute. */
    RPM(Duration.ofMinutes(1)),
    /** Input tokens in a minute, cached ones by their weight. */
    ITPM(Duration.ofMinutes(1)),
    /** Output tokens in a minute, reasoning by its weight. */
    OTPM(Duration.ofMinutes(1)),
    /** Input and output tokens in a UTC day. */
    TPD(Duration.ofDays(1)),
    /** Millionths of a US dollar in a UTC day. */
    USD(Duration.ofDays(1)),
    /** Calls at the same time. */
    CONCURRENCY(Duration.ZERO),
    /** Requests in an hour, of a standing's plan. They are not counted here: calls at other doors are counted with them. */
    EXCHANGES_PER_HOUR(Duration.ofHours(1)),
    /** Output tokens in an hour, of a standing's plan. */
    OUTPUT_TOKENS_PER_HOUR(Duration.ofHours(1));

    /** Greatest limit of any: a day's worth of it refilled for sixty years still fits a long. */
    public static final long MOST = 1_000_000_000_000L;

    private final Duration window;

    Dimension(Duration window) {
        this.window = window;
    }

    /** Key in limits files and in answers, id of the bandwidth. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Time in which a limit comes back whole; zero where nothing comes back but what is released. */
    public Duration window() {
        return window;
    }

    /** Greatest limit: Bucket4j refills at most one token in a nanosecond. */
    public long most() {
        return window.isZero() ? MOST : Math.min(MOST, window.toNanos());
    }

    /**
     * Whether the window is the UTC day, in place of a steady refill. Days are how tokens and money are billed: no UTC
     * day costs more than its limit, and the figure can be compared with the bill.
     */
    boolean dayAligned() {
        return this == TPD || this == USD;
    }

    /** Whether it is charged when the call is admitted and never given back: a failed request was still a request. */
    boolean chargedAtOnce() {
        return this == RPM;
    }

    /** Whether what is held becomes a charge after the minute that the limit is about, not only when it expires. */
    boolean lapsesAfterMinute() {
        return this == ITPM || this == OTPM;
    }
}
