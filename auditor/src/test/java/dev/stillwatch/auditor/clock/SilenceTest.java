// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.clock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.policies.policy.Policy;
import org.junit.jupiter.api.Test;

class SilenceTest {
    private static final Policy.Timing TIMING = new Policy.Timing(60, 50, 30, 10, 3_600);
    private static final Policy.Timing LONG_WAIT = new Policy.Timing(60, 50, 30, 400, 3_600);

    @Test
    void aSourceIsIdleAfterTheStatedTimeAndSilentForGoodWhenItsLastBucketWouldBeOver() {
        assertThat(Silence.after(29, TIMING)).isEqualTo(Silence.NONE);
        assertThat(Silence.after(30, TIMING)).isEqualTo(Silence.IDLE);
        assertThat(Silence.after(139, TIMING)).isEqualTo(Silence.IDLE);
        assertThat(Silence.after(140, TIMING)).isEqualTo(Silence.LASTING);
        assertThat(Silence.after(429, LONG_WAIT)).isEqualTo(Silence.IDLE);
        assertThat(Silence.after(430, LONG_WAIT)).isEqualTo(Silence.LASTING);
    }

    @Test
    void onlyLastingSilenceGoesBeyondTheLastRecord() {
        assertThat(Silence.NONE.watermark(7, TIMING)).isEqualTo(7);
        assertThat(Silence.IDLE.watermark(7, TIMING)).isEqualTo(7);
        assertThat(Silence.LASTING.watermark(7, TIMING)).isEqualTo(117);
        assertThat(Silence.LASTING.watermark(7, LONG_WAIT)).isEqualTo(407);
        assertThat(Silence.LASTING.watermark(SourceClock.NOTHING, TIMING)).isEqualTo(SourceClock.NOTHING);
    }
}
