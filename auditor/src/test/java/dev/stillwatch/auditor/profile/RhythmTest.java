// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;

class RhythmTest {
    private static final int DAY = 20_000;
    private static final long START = DAY * DayCell.MILLIS;
    private static final long MINUTE = 60_000;

    @Test
    void anInstantMarksItsFiveMinutes() {
        Rhythm rhythm = Rhythm.NONE.with(DAY, START, START + 4 * MINUTE, START + 5 * MINUTE, START + 64 * MINUTE);
        assertThat(rhythm.hour(0)).isEqualTo(0b11);
        assertThat(rhythm.hour(1)).isEqualTo(0b1);
        assertThat(rhythm.hour(23)).isZero();
    }

    @Test
    void anotherDayBeginsAnew() {
        Rhythm rhythm = Rhythm.NONE.with(DAY, START).with(DAY + 1, START + DayCell.MILLIS + 5 * MINUTE);
        assertThat(rhythm.day()).isEqualTo(DAY + 1);
        assertThat(rhythm.hour(0)).isEqualTo(0b10);
    }

    @Test
    void instantsOfOtherDaysArePassedOver() {
        assertThat(Rhythm.NONE.with(DAY, START - 1, START + DayCell.MILLIS)).isEqualTo(Rhythm.NONE.with(DAY));
    }

    @Test
    void anyOrderGivesTheSameAndComesBackFromItsBytes() {
        Random random = new Random(11);
        for (int trial = 0; trial < 200; trial++) {
            long[] times = random.ints(random.nextInt(300), 0, 86_400)
                    .mapToLong(second -> START + 1_000L * second)
                    .toArray();
            Rhythm once = Rhythm.NONE.with(DAY, times);
            Rhythm backwards = Rhythm.NONE.with(DAY);
            for (int i = times.length - 1; i >= 0; i--) {
                backwards = backwards.with(DAY, times[i]);
            }
            assertThat(backwards).isEqualTo(once).hasSameHashCodeAs(once);
            assertThat(Rhythm.decode(once.encode())).isEqualTo(once);
            assertThat(once.encode().length).isLessThanOrEqualTo(46);
        }
    }

    @Test
    void theCourseOfADayComesBackFromItsBytes() {
        Course course = new Course(Rhythm.NONE.with(DAY, START + 7 * MINUTE), new Drift(5, 80, -12));
        assertThat(Course.decode(course.encode())).isEqualTo(course);
        assertThat(Course.decode(new byte[0])).isEqualTo(Course.NONE);
    }

    @Test
    void aBinBeyondTheDayIsRefused() {
        byte[] bytes = new WireWriter().signed(DAY).unsigned(1).unsigned(288).toBytes();
        assertThatThrownBy(() -> Rhythm.decode(bytes))
                .isInstanceOf(CorruptStateException.class)
                .hasMessageContaining("288");
    }
}
