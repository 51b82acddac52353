// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stillwatch.policies.exchange.SignSketch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BandSumTest {
    private static final int TABLE = 4;

    @Test
    void sketchesAddUpInAnyOrderAndGrouping() {
        Random random = new Random(5);
        for (int trial = 0; trial < 50; trial++) {
            List<SignSketch> sketches = new ArrayList<>();
            for (int i = random.nextInt(40); i >= 0; i--) {
                sketches.add(
                        random(random, random.nextInt(9) == 0 ? TABLE + 1 : TABLE, random.nextInt(30) == 0 ? 2 : 1));
            }
            BandSum together = BandSum.EMPTY.with(sketches);
            Collections.shuffle(sketches, random);
            int cut = random.nextInt(sketches.size());

            assertThat(BandSum.EMPTY.with(sketches.subList(0, cut)).with(sketches.subList(cut, sketches.size())))
                    .as("trial %d", trial)
                    .isEqualTo(together)
                    .hasSameHashCodeAs(together);
        }
    }

    @Test
    void theMeansSignsMakeItsBands() {
        SignSketch all = words(TABLE, 1, -1L, -1L);
        SignSketch none = words(TABLE, 1, 0, 0);
        SignSketch lowest = words(TABLE, 1, 0xFFFFL, 0);

        long[] bands = sum(all, none, lowest).bands();

        assertThat(bands).hasSize(BandSum.BANDS).doesNotContain(0);
        assertThat(bands[0]).isEqualTo(sum(all).bands()[0]);
        assertThat(Arrays.copyOfRange(bands, 1, bands.length))
                .isEqualTo(Arrays.copyOfRange(sum(none).bands(), 1, bands.length));
    }

    @Test
    void whatHalfOfThemHaveIsNoSign() {
        assertThat(sum(words(TABLE, 1, -1L, -1L), words(TABLE, 1, 0, 0)).bands())
                .isEqualTo(sum(words(TABLE, 1, 0, 0)).bands());
    }

    @Test
    void otherTablesAndKeysMakeOtherBands() {
        SignSketch sketch = words(TABLE, 1, 77, 78);

        assertThat(Stream.of(sketch, words(TABLE + 1, 1, 77, 78), words(TABLE, 2, 77, 78))
                        .flatMapToLong(some -> Arrays.stream(sum(some).bands())))
                .doesNotHaveDuplicates();
    }

    @Test
    void theNewestKeysSketchesCountAlone() {
        SignSketch older = words(TABLE, 1, 77, 78);
        SignSketch newer = words(TABLE, 2, 5, 6);

        assertThat(sum(older, older, newer, older)).isEqualTo(sum(newer));
        assertThat(sum(older, words(TABLE + 1, 1, 5, 6), older)).isEqualTo(sum(words(TABLE + 1, 1, 5, 6)));
    }

    @Test
    void aTextThatSaysNothingDoesNotCount() {
        assertThat(sum(SignSketch.NONE)).isEqualTo(BandSum.EMPTY);
        assertThat(BandSum.EMPTY.bands()).isEmpty();
    }

    @Test
    void whatWasBeforeStaysWhenMoreIsAdded() {
        BandSum before = sum(words(TABLE, 1, 77, 78));
        byte[] bytes = before.encode();

        before.with(List.of(words(TABLE, 1, -1L, -1L)));

        assertThat(before.encode()).isEqualTo(bytes);
    }

    @Test
    void itComesBackFromItsBytes() {
        Random random = new Random(6);
        BandSum sum = BandSum.EMPTY;
        for (int i = 0; i < 63; i++) {
            assertThat(BandSum.decode(sum.encode())).isEqualTo(sum);
            sum = sum.with(List.of(random(random, TABLE, 1)));
        }
        assertThat(sum.size()).isEqualTo(63);
        assertThat(sum.encode().length).isLessThanOrEqualTo(110);
        assertThat(sum).isNotEqualTo(BandSum.EMPTY).hasToString("BandSum[63]");
    }

    @Test
    void theWireFormDoesNotChange() {
        assertThat(HexFormat.of()
                        .formatHex(sum(words(TABLE, 1, 0x0123456789ABCDEFL, 5), words(TABLE, 1, 3, 0))
                                .encode()))
                .isEqualTo("01020802025a54515045444140151411100504010011000000000000000000000000000000");
    }

    @Test
    void bytesThatAreNoSumAreRefused() {
        assertThatThrownBy(() -> BandSum.decode(new byte[] {9, 0})).isInstanceOf(CorruptStateException.class);
        assertThatThrownBy(() -> BandSum.decode(new byte[] {1, 3, 2})).isInstanceOf(CorruptStateException.class);
    }

    private static BandSum sum(SignSketch... sketches) {
        return BandSum.EMPTY.with(List.of(sketches));
    }

    private static SignSketch random(Random random, int version, int epoch) {
        return SignSketch.of(version, epoch, random.longs(SignSketch.WORDS).toArray());
    }

    private static SignSketch words(int version, int epoch, long first, long second) {
        return SignSketch.of(version, epoch, new long[] {first, second, 1, 2, 3, 4, 5, 6});
    }
}
