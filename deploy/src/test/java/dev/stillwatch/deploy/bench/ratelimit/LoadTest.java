// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class LoadTest {
    private static final Duration SHORT = Duration.ofMillis(50);

    private final ExecutorService server = Executors.newFixedThreadPool(8);
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();

    @AfterEach
    void stop() {
        server.shutdownNow();
    }

    @Test
    void noMoreCallsAreInFlightThanSaid() {
        Load.Saturation answered = new Load(this::answer).saturate(3, SHORT);
        assertThat(answered.calls()).isGreaterThanOrEqualTo(3);
        assertThat(answered.seconds()).isGreaterThanOrEqualTo(0.05);
        assertThat(most.get()).isBetween(1, 3);
    }

    @Test
    void atARateCallsComeWhetherOrNotEarlierOnesAreAnswered() {
        AtomicInteger calls = new AtomicInteger();
        CompletableFuture<Void> all = new CompletableFuture<>();
        Load load = new Load(call -> {
            if (calls.incrementAndGet() == 5) {
                all.complete(null);
            }
            return all;
        });
        Load.Delay delay = load.pace(100, SHORT);
        assertThat(calls.get()).isEqualTo(5);
        // The first was due 40 ms before the last, which answers all.
        assertThat(delay.p99Millis()).isGreaterThanOrEqualTo(40);
        assertThat(delay.p50Millis()).isLessThan(delay.p99Millis());
    }

    @Test
    void aFailedCallEndsTheMeasurement() {
        Load load = new Load(call -> CompletableFuture.runAsync(
                () -> {
                    throw new IllegalStateException("told so by a test");
                },
                server));
        assertThatThrownBy(() -> load.saturate(2, SHORT)).hasMessageContaining("told so by a test");
    }

    private CompletableFuture<Void> answer(int call) {
        most.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
        // Counted down before the caller hears of it, as an answer is.
        return CompletableFuture.runAsync(inFlight::decrementAndGet, server);
    }
}
