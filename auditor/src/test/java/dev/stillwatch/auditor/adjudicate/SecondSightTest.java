// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.adjudicate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stillwatch.policies.ring.ArtefactKind;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SecondSightTest {
    @Test
    void whatCameIsSeenAndNothingElseOfAnotherKind() {
        SecondSight sights = SecondSight.none().with(values(ArtefactKind.OPENING, 7));

        assertThat(sights.holds(ArtefactKind.OPENING, 7)).isTrue();
        assertThat(sights.holds(ArtefactKind.CLOSING, 7)).isFalse();
        assertThat(SecondSight.none().holds(ArtefactKind.OPENING, 7)).isFalse();
    }

    @Test
    void theOrderDoesNotMatter() {
        SecondSight one =
                SecondSight.none().with(values(ArtefactKind.OPENING, 7)).with(values(ArtefactKind.CLOSING, 8, 9));
        SecondSight other = SecondSight.none()
                .with(values(ArtefactKind.CLOSING, 9))
                .with(values(ArtefactKind.CLOSING, 8))
                .with(values(ArtefactKind.OPENING, 7));

        assertThat(one).isEqualTo(other).hasSameHashCodeAs(other);
    }

    @Test
    void aNewValueIsTakenForSeenAsOftenAsItsBitIsSet() {
        Random random = new Random(3);
        long[] came = random.longs(60).toArray();
        SecondSight sights = SecondSight.none().with(values(ArtefactKind.SKELETON, came));
        long taken = random.longs(10_000)
                .filter(value -> sights.holds(ArtefactKind.SKELETON, value))
                .count();

        assertThat(taken / 10_000.0).isBetween(0.17, 0.25);
    }

    @Test
    void fewAndManyValuesSurviveTheirBytes() {
        for (int size : new int[] {0, 1, 39, 40, 41, 2_000}) {
            SecondSight sights = SecondSight.none()
                    .with(values(
                            ArtefactKind.OPENING, new Random(size).longs(size).toArray()));
            ByteWriter out = new ByteWriter();
            sights.write(out);

            assertThat(SecondSight.read(new ByteReader(out.bytes()))).isEqualTo(sights);
            assertThat(out.bytes()).hasSizeLessThanOrEqualTo(97);
        }
    }

    @Test
    void bytesThatCannotBeAreRefused() {
        byte[] beyond = new ByteWriter().number(1).number(768).bytes();
        byte[] cut = new ByteWriter().number(-1).word(5).bytes();

        assertThatThrownBy(() -> SecondSight.read(new ByteReader(beyond))).hasMessageContaining("no bit 768");
        assertThatThrownBy(() -> SecondSight.read(new ByteReader(cut))).hasMessageContaining("end inside a word");
    }

    private static Map<ArtefactKind, Map<Long, Long>> values(ArtefactKind kind, long... values) {
        Map<Long, Long> counts = new HashMap<>();
        for (long value : values) {
            counts.put(value, 1L);
        }
        return Map.of(kind, counts);
    }
}
