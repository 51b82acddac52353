// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SignSketchTest {
    private static final SignSketch ZEROS = SignSketch.of(7, 1, new long[SignSketch.WORDS]);

    @Test
    void theDistanceIsTheNumberOfBitsThatDiffer() {
        long[] words = new long[SignSketch.WORDS];
        words[0] = 0b101;
        words[7] = Long.MIN_VALUE;
        SignSketch other = SignSketch.of(7, 1, words);

        assertThat(ZEROS.distance(other)).isEqualTo(3);
        assertThat(other.distance(ZEROS)).isEqualTo(3);
        assertThat(other.distance(other)).isZero();
        assertThat(other.word(0)).isEqualTo(0b101);
    }

    @Test
    void otherTablesEpochsAndMissingTextNeverCompare() {
        SignSketch otherTable = SignSketch.of(8, 1, new long[SignSketch.WORDS]);
        SignSketch otherEpoch = SignSketch.of(7, 2, new long[SignSketch.WORDS]);

        assertThat(ZEROS.comparableWith(ZEROS)).isTrue();
        assertThat(ZEROS.comparableWith(otherTable)).isFalse();
        assertThat(ZEROS.comparableWith(otherEpoch)).isFalse();
        assertThat(ZEROS.comparableWith(SignSketch.NONE)).isFalse();
        assertThat(SignSketch.NONE.comparableWith(ZEROS)).isFalse();
        assertThatThrownBy(() -> ZEROS.distance(otherEpoch)).hasMessageContaining("never compare");
    }

    @Test
    void sketchesAreEqualByVersionEpochAndBits() {
        long[] words = new long[SignSketch.WORDS];
        words[3] = 1;

        assertThat(SignSketch.of(7, 1, new long[SignSketch.WORDS]))
                .isEqualTo(ZEROS)
                .hasSameHashCodeAs(ZEROS);
        assertThat(SignSketch.of(7, 1, words)).isNotEqualTo(ZEROS);
        assertThat(SignSketch.of(8, 1, new long[SignSketch.WORDS])).isNotEqualTo(ZEROS);
        assertThat(SignSketch.of(7, 2, new long[SignSketch.WORDS])).isNotEqualTo(ZEROS);
        assertThat(ZEROS).isNotEqualTo("a text");
    }

    @Test
    void theShownFormHoldsNoBit() {
        assertThat(SignSketch.of(255, 3, new long[SignSketch.WORDS])).hasToString("SignSketch[ff/3]");
        assertThat(SignSketch.NONE).hasToString("SignSketch[none]");
    }

    @Test
    void aSketchHas512Bits() {
        assertThatThrownBy(() -> SignSketch.of(1, 1, new long[7])).hasMessage("a sketch has 8 words, not 7");
    }
}
