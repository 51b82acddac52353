// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.ratelimit;

import java.time.Duration;

/** The limit that every account of the bench has: a token bucket of two bandwidths. */
enum BenchLimits {
    /** Nothing is ever refused: 50 million tokens a second. */
    WIDE(3_000_000_000L, "minute", Duration.ofMinutes(1)),
    /** One call in a year passes. */
    SPENT(1, "year", Duration.ofDays(365));

    static final String DOMAIN = "llm";
    static final String KEY = "account";

    private final long requests;
    private final String unit;
    private final Duration span;

    BenchLimits(long requests, String unit, Duration span) {
        this.requests = requests;
        this.unit = unit;
        this.span = span;
    }

    /** Tokens in a span, and the most that the bucket holds. */
    long requests() {
        return requests;
    }

    Duration span() {
        return span;
    }

    /** A limits file with it, with the headers of the file that ships. */
    String file() {
        return """
                domain: %s
                descriptors:
                  - key: %s
                    rate_limit: {unit: %s, requests_per_unit: %d}
                    stillwatch: {algorithm: token_bucket, strict: true}
                stillwatch: {headers: openai}
                """.formatted(DOMAIN, KEY, unit, requests);
    }

    /** Name of an account. */
    static String account(int number) {
        return "account-" + (1_000_000 + number);
    }
}
