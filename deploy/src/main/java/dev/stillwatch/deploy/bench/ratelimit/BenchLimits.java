// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.ratelimit;

import dev.stillwatch.ratelimit.limits.LimitsShelf;
import io.github.bucket4j.Bandwidth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

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

    /** The two bandwidths that the limiter's bucket has, for buckets beside it. */
    List<Bandwidth> bandwidths() {
        return List.of(
                Bandwidth.builder()
                        .capacity(requests)
                        .refillGreedy(requests, span)
                        .build(),
                Bandwidth.builder()
                        .capacity(requests)
                        .refillIntervallyAligned(requests, span, Instant.EPOCH)
                        .build());
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

    /** Puts limits on a shelf as a limiter does, which reads files. */
    static void load(String limits, LimitsShelf shelf) throws IOException {
        Path file = Files.createTempFile("stillwatch-bench", ".yaml");
        try {
            Files.writeString(file, limits);
            if (!shelf.replaceFrom(file).isEmpty()) {
                throw new IllegalStateException("the limits of the bench were refused");
            }
        } finally {
            Files.delete(file);
        }
    }

    /** Name of an account. */
    static String account(int number) {
        return "account-" + (1_000_000 + number);
    }
}
