// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.stillwatch.policies.exchange.SignSketch;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ShiftTest {
    @Test
    void itsSquaredLengthIsThatOfAllBitsAsFarAsAnEighthOfThemTells() {
        Random random = new Random(1);
        for (int i = 0; i < 50; i++) {
            SketchSum today = sum(random, 4_000, random.nextLong());
            SketchSum past = sum(random, 4_000, random.nextLong());
            Shift shift = Shift.between(today, past);
            double length = 0;
            for (int bit = 0; bit < Shift.BITS; bit++) {
                length += shift.difference(bit) * shift.difference(bit) / Shift.BITS;
            }
            // Four standard errors of sqrt(2 / 64).
            assertThat(length).isCloseTo(today.drift(past).distanceMicro() / 1e6, within(0.7 * length));
        }
    }

    @Test
    void theWireFormIsShortAndRoundTrips() throws Exception {
        Random random = new Random(2);
        for (int i = 0; i < 200; i++) {
            Shift shift = Shifts.shift(random, 2 + random.nextInt(100), random.nextDouble());
            assertThat(Shift.decode(shift.encode())).isEqualTo(shift);
            assertThat(shift.encode().length).isLessThanOrEqualTo(80);
        }
        assertThat(Shift.decode(Shift.NONE.encode())).isEqualTo(Shift.NONE);
        assertThat(Shift.decode(new byte[0])).isEqualTo(Shift.NONE);
    }

    @Test
    void theSumsThatOlderBuildsToldAreNoShift() {
        assertThat(Shift.decode(sum(new Random(3), 5, 5).encode())).isEqualTo(Shift.NONE);
        assertThatThrownBy(() -> Shift.decode(new byte[] {9})).isInstanceOf(CorruptStateException.class);
    }

    @Test
    void withoutTwoPromptsOnBothSidesAndUnderAnotherKeyNothingIsCompared() {
        Random random = new Random(4);
        SketchSum some = sum(random, 9, 1);
        SketchSum otherKey = SketchSum.of(
                SignSketch.of(1, 2, LongStream.range(0, SignSketch.WORDS).toArray()));

        assertThat(Shift.between(some, sum(random, 1, 1)).isNone()).isTrue();
        assertThat(Shift.between(some, SketchSum.EMPTY).isNone()).isTrue();
        assertThat(Shift.between(otherKey.combine(otherKey), some).isNone()).isTrue();
        assertThat(Shift.between(some, some).prompts()).isEqualTo(9);
    }

    private static SketchSum sum(Random random, int count, long source) {
        SketchSum.Adder sum = new SketchSum.Adder();
        for (int i = 0; i < count; i++) {
            sum.add(ExchangeMaker.around(source, 0.4, random));
        }
        return sum.sum();
    }
}
