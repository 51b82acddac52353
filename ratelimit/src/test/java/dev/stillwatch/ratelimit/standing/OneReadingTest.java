// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.standing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.policies.standing.Tier;
import dev.stillwatch.ratelimit.apply.FileLimiter;
import dev.stillwatch.ratelimit.apply.Modes;
import dev.stillwatch.ratelimit.count.Counters;
import dev.stillwatch.ratelimit.count.SteadyTime;
import dev.stillwatch.ratelimit.decide.UndecidedException;
import dev.stillwatch.ratelimit.limits.DomainSettings;
import dev.stillwatch.ratelimit.limits.LimitsLoader;
import dev.stillwatch.ratelimit.limits.LimitsShelf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reading the clock takes as long as counting: a decision that a plan has no part in does it once. */
class OneReadingTest {
    private final Given given = new Given();
    private final AtomicInteger readings = new AtomicInteger();
    private final LongSupplier nanos = () -> {
        readings.incrementAndGet();
        return given.steadyNanos.get();
    };
    private final StandingBook book = new StandingBook(given.wall, nanos, 10);

    private StandingLimiter limiter(Path directory) throws IOException {
        LimitsShelf shelf = new LimitsShelf(new LimitsLoader(LimitsLoader.Domains.ONCE));
        FileLimiter file = new FileLimiter(shelf, new Counters(new SteadyTime(given.wall, nanos), 10), Modes.OF_RULES);
        Path limits = directory.resolve("limits.yaml");
        Files.writeString(limits, """
                domain: llm
                descriptors:
                  - key: account
                    rate_limit: {unit: minute, requests_per_unit: 5}
                    stillwatch: {algorithm: token_bucket, strict: true}
                """);
        assertThat(shelf.replaceFrom(limits)).isEmpty();
        return new StandingLimiter(file::decide, book, domain -> DomainSettings.DEFAULT, nanos, 10);
    }

    private int readings(StandingLimiter limiter, String account) throws UndecidedException {
        limiter.decide(Asking.call(account));
        int before = readings.get();
        limiter.decide(Asking.call(account));
        return readings.get() - before;
    }

    @Test
    void aDecisionReadsTheClockOnce(@TempDir Path directory) throws IOException, UndecidedException {
        StandingLimiter limiter = limiter(directory);
        book.accept(Given.enforced("watched", Tier.WATCH, 0));
        book.accept(Given.enforced("throttled", Tier.THROTTLE, 100));

        assertThat(readings(limiter, "unknown")).isEqualTo(1);
        assertThat(readings(limiter, "watched")).isEqualTo(1);
        // Asking the plan may take its time, so what comes after it is read anew.
        assertThat(readings(limiter, "throttled")).isGreaterThan(1);
    }
}
