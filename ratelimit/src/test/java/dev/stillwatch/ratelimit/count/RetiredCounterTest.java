// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.count;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.ratelimit.TestClock;
import dev.stillwatch.ratelimit.decide.Unit;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Whoever still has a counter in hand that was retired is told nothing by it, and asks the map again. */
class RetiredCounterTest {
    private static final BucketPlan BUCKET = new BucketPlan(Unit.MINUTE, 60, 10, false);
    private static final WindowPlan WINDOW = new WindowPlan(Unit.MINUTE, 60);

    private final TestClock clock = new TestClock();

    @Test
    void aWindowThatIsPastIsRetiredOnceAndForEver() {
        FixedWindow window = new FixedWindow(clock, Unit.MINUTE, clock.millis());
        window.take(WINDOW, 1, clock.millis());
        assertThat(window.retire()).isFalse();

        clock.move(Duration.ofMinutes(1));
        assertThat(window.retire()).isTrue();
        assertThat(window.retire()).isTrue();
        assertThat(window.isRetired()).isTrue();
        assertThat(window.take(WINDOW, 1, clock.millis())).isNull();
        assertThat(window.giveBack(WINDOW, 1, clock.millis())).isNull();
        assertThat(window.state(clock.millis())).isNull();
        assertThat(window.successor()).isNull();
    }

    @Test
    void aBucketThatIsFullIsRetiredOnceAndForEver() {
        TokenBucket bucket = new TokenBucket(BUCKET, clock, clock.millis());
        bucket.take(BUCKET, 1, clock.millis());
        assertThat(bucket.retire()).isFalse();

        clock.move(Duration.ofSeconds(1));
        assertThat(bucket.retire()).isTrue();
        assertThat(bucket.retire()).isTrue();
        assertThat(bucket.isRetired()).isTrue();
        assertThat(bucket.successor()).isNull();
        assertThat(bucket.take(BUCKET, 1, clock.millis())).isNull();
        assertThat(bucket.giveBack(BUCKET, 1, clock.millis())).isNull();
        assertThat(bucket.state(clock.millis())).isNull();
        // What came meanwhile is held against whoever comes next.
        assertThat(bucket.successor()).isNotNull();
    }
}
