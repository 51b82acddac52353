// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.adjudicate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.policies.ring.ArtefactKind;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HeavyUseTest {
    @Test
    void aCountIsShortByAtMostAFifthOfWhatCame() {
        Random random = new Random(1);
        for (int run = 0; run < 200; run++) {
            HeavyUse heavy = HeavyUse.NONE;
            Map<Integer, Long> exact = new HashMap<>();
            long all = 0;
            for (int bucket = 0; bucket < 60; bucket++) {
                Map<Integer, Long> uses = new HashMap<>();
                for (int i = random.nextInt(8); i > 0; i--) {
                    int value = random.nextInt(3) == 0 ? 7 : random.nextInt(1_000);
                    uses.merge(value, 1L, Long::sum);
                    exact.merge(value, 1L, Long::sum);
                    all++;
                }
                heavy = heavy.with(ArtefactKind.SYSTEM, uses);
            }
            for (Map.Entry<Integer, Long> use : exact.entrySet()) {
                long count = heavy.count(ArtefactKind.SYSTEM, use.getKey());
                assertThat(count).isBetween(use.getValue() - all / (HeavyUse.KEPT + 1), use.getValue());
            }
        }
    }

    @Test
    void theBytesAreFewAndRoundTrip() {
        Random random = new Random(2);
        HeavyUse heavy = HeavyUse.NONE;
        for (int i = 0; i < 2_000; i++) {
            ArtefactKind kind = ArtefactKind.values()[random.nextInt(4)];
            int value = random.nextInt(6) - 3 << 28;
            heavy = heavy.with(kind, Map.of(value, 1L + random.nextInt(9)));
            ByteWriter out = new ByteWriter();
            heavy.write(out);
            assertThat(out.bytes().length).isLessThanOrEqualTo(150);
            assertThat(HeavyUse.read(new ByteReader(out.bytes()))).isEqualTo(heavy);
        }
        assertThat(heavy.without(ArtefactKind.SKELETON, 0).count(ArtefactKind.SKELETON, 0))
                .isZero();
    }

    @Test
    void aValueThatLeftMakesRoom() {
        HeavyUse heavy = HeavyUse.NONE.with(ArtefactKind.SYSTEM, Map.of(1, 9L, 2, 8L, 3, 7L, 4, 6L));

        assertThat(heavy.without(ArtefactKind.SYSTEM, 1)
                        .with(ArtefactKind.SYSTEM, Map.of(5, 3L))
                        .count(ArtefactKind.SYSTEM, 5))
                .isEqualTo(3);
        assertThat(heavy.with(ArtefactKind.SYSTEM, Map.of(5, 3L)).count(ArtefactKind.SYSTEM, 5))
                .isZero();
    }

    @Test
    void ofAKindWithoutValuesNothingIsKept() {
        HeavyUse heavy = HeavyUse.NONE.with(ArtefactKind.SYSTEM, Map.of(1, 9L));

        assertThat(heavy.without(ArtefactKind.SYSTEM, 1)).isEqualTo(HeavyUse.NONE);
        assertThat(HeavyUse.NONE.with(ArtefactKind.SYSTEM, Map.of())).isEqualTo(HeavyUse.NONE);
        assertThat(HeavyUse.NONE.with(ArtefactKind.SYSTEM, Map.of(1, 1L, 2, 1L, 3, 1L, 4, 1L, 5, 1L)))
                .isEqualTo(HeavyUse.NONE);
    }
}
