// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.reserve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.ratelimit.TestClock;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What Bucket4j cannot express by itself. */
final class MeterTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final Now time = new Now();

    private Meter meter(Dimension dimension, long limit) {
        return new Meter(dimension, limit, time);
    }

    private static Lack needed(@Nullable Lack lack) {
        assertThat(lack).isNotNull();
        return lack == null ? new Lack(Dimension.RPM, Admission.Reason.BLOCKED, 0) : lack;
    }

    @Test
    void aZeroCostAlwaysFits() {
        assertThat(meter(Dimension.USD, 0).lack(0)).isNull();
        Meter meter = meter(Dimension.OTPM, 10);
        meter.charge(100);
        meter.charge(0);
        meter.giveBack(0);
        assertThat(meter.lack(0)).isNull();
        assertThat(meter.left()).isEqualTo(new Left(10, 0, Duration.ofMinutes(10)));
    }

    @Test
    void aLimitThatIsOpenedIsFull() {
        Meter meter = meter(Dimension.OTPM, 0);
        assertThat(needed(meter.lack(1)).reason()).isEqualTo(Admission.Reason.BLOCKED);
        meter.charge(5);
        meter.giveBack(5);
        assertThat(meter.untouched()).isTrue();
        meter.adopt(10);
        assertThat(meter.left()).isEqualTo(new Left(10, 10, Duration.ZERO));
    }

    @Test
    void aLimitThatIsClosedAndOpenedAgainCountsOn() {
        Meter meter = meter(Dimension.OTPM, 10);
        meter.charge(9);
        meter.adopt(0);
        assertThat(meter.left()).isEqualTo(new Left(0, 0, Duration.ZERO));
        assertThat(meter.untouched()).isFalse();
        meter.adopt(10);
        assertThat(meter.left().left()).isEqualTo(1);
        meter.adopt(Meter.UNLIMITED);
        assertThat(meter.limited()).isFalse();
        assertThat(meter.lack(1_000_000)).isNull();
        meter.adopt(10);
        assertThat(meter.left().left()).isEqualTo(1);
    }

    @Test
    void slotsComeBackByReleaseOnly() {
        Meter slots = meter(Dimension.CONCURRENCY, 2);
        slots.hold(1);
        assertThat(slots.lack(1)).isNull();
        slots.hold(1);
        time.nanos += Duration.ofDays(1).toNanos();
        assertThat(needed(slots.lack(1)))
                .isEqualTo(new Lack(Dimension.CONCURRENCY, Admission.Reason.OVER_LIMIT, SECOND));
        slots.adopt(1);
        assertThat(slots.left()).isEqualTo(new Left(1, 0, Duration.ZERO));
        slots.release(2);
        assertThat(slots.lack(1)).isNull();
        assertThat(slots.untouched()).isTrue();
    }

    @Test
    void whatIsHeldWaitsForItsHolderAtLeastASecond() {
        Meter meter = meter(Dimension.OTPM, 60);
        meter.hold(60);
        assertThat(needed(meter.lack(1)).nanos()).isEqualTo(SECOND);
        meter.charge(30);
        assertThat(needed(meter.lack(1)).nanos()).isEqualTo(30 * SECOND);
        meter.release(60);
        assertThat(needed(meter.lack(31)).nanos()).isEqualTo(SECOND);
        assertThat(meter.lack(30)).isNull();
    }

    @Test
    void aDebtOfAgesIsStillADebt() {
        for (Dimension dimension : new Dimension[] {Dimension.OTPM, Dimension.TPD, Dimension.OUTPUT_TOKENS_PER_HOUR}) {
            Meter meter = meter(dimension, 1);
            for (int i = 0; i < 20; i++) {
                meter.charge(Long.MAX_VALUE / 4);
            }
            time.nanos += Duration.ofDays(365).toNanos();
            assertThat(needed(meter.lack(1)).reason()).isEqualTo(Admission.Reason.OVER_LIMIT);
        }
    }

    @Test
    void noChangeOfTheLimitMakesADebtSmaller() {
        Meter meter = meter(Dimension.OTPM, 600);
        meter.charge(1_800);
        long wait = needed(meter.lack(1)).nanos();
        for (int i = 0; i < 10; i++) {
            meter.adopt(300);
            meter.adopt(600);
        }
        assertThat(needed(meter.lack(1)).nanos()).isEqualTo(wait);
    }

    private static final class Now implements TimeMeter {
        private long nanos = TestClock.MIDNIGHT * 1_000_000;

        @Override
        public long currentTimeNanos() {
            return nanos;
        }

        @Override
        public boolean isWallClockBased() {
            return true;
        }
    }
}
