// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stillwatch.policies.exchange.SignSketch;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SketchSumTest {
    @Test
    void shouldFindNoDriftWithinOneSourceAndDriftBetweenTwo() {
        SketchSum first = sum(1, 60, 1);
        SketchSum again = sum(1, 200, 2);
        SketchSum other = sum(2, 60, 3);

        assertThat(first.drift(again).distanceMicro()).isBetween(-2_000L, 2_000L);
        assertThat(other.drift(again).distanceMicro()).isGreaterThan(20_000);
        assertThat(first.drift(again).today()).isEqualTo(60);
        assertThat(first.drift(again).past()).isEqualTo(200);
    }

    @Test
    void shouldAddInAnyOrderAndSurviveTheWire() {
        SketchSum a = sum(1, 3, 1);
        SketchSum b = sum(2, 4, 2);
        SketchSum c = sum(3, 5, 3);

        assertThat(a.combine(b).combine(c))
                .isEqualTo(c.combine(a.combine(b)))
                .hasSameHashCodeAs(b.combine(c.combine(a)));
        assertThat(SketchSum.decode(a.encode())).isEqualTo(a);
        assertThat(SketchSum.decode(SketchSum.EMPTY.encode())).isEqualTo(SketchSum.EMPTY);
        SketchSum decayed = a.combine(b).decayed(3, 14);
        assertThat(SketchSum.decode(decayed.encode())).isEqualTo(decayed);
        assertThat(decayed.size()).isEqualTo(6);
        assertThat(a.decayed(0, 14)).isSameAs(a);
        assertThat(sum(1, 1, 1).decayed(1_000, 14)).isEqualTo(SketchSum.EMPTY);
        assertThat(a).hasToString("SketchSum[3]");
    }

    @Test
    void shouldKeepTheNewerEpochAndNeverCompareAcross() {
        SketchSum old = sum(1, 3, 1);
        SketchSum newer = SketchSum.of(SignSketch.of(1, 2, new long[SignSketch.WORDS]));
        SketchSum otherTable = SketchSum.of(SignSketch.of(2, 1, new long[SignSketch.WORDS]));

        assertThat(old.combine(newer)).isEqualTo(newer).isEqualTo(newer.combine(old));
        assertThat(old.combine(otherTable)).isEqualTo(otherTable).isEqualTo(otherTable.combine(old));
        assertThat(old.drift(newer).distanceMicro()).isZero();
        assertThat(SketchSum.of(SignSketch.NONE)).isEqualTo(SketchSum.EMPTY);
    }

    @Test
    void shouldRefuseDamagedBytes() {
        byte[] bytes = sum(1, 9, 1).encode();
        byte[] wide = bytes.clone();
        wide[6] = 99;

        assertThatThrownBy(() -> SketchSum.decode(Arrays.copyOf(bytes, 40))).isInstanceOf(CorruptStateException.class);
        assertThatThrownBy(() -> SketchSum.decode(wide)).isInstanceOf(CorruptStateException.class);
        assertThatThrownBy(() -> SketchSum.decode(new byte[] {1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1}))
                .isInstanceOf(CorruptStateException.class)
                .hasMessageContaining("64 bits");
    }

    private static SketchSum sum(long source, int size, int seed) {
        Random random = new Random(seed);
        SketchSum sum = SketchSum.EMPTY;
        for (int i = 0; i < size; i++) {
            sum = sum.combine(SketchSum.of(ExchangeMaker.around(source, 0.4, random)));
        }
        return sum;
    }
}
