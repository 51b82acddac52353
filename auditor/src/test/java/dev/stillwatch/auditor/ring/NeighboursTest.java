// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pairs of a stretch of the circle. */
class NeighboursTest {
    private static final int KINDS = 40;

    /** Circles that a stretch goes round, just fits, and is a part of. */
    @ParameterizedTest
    @ValueSource(ints = {2, 63, 64, 65, 300, Neighbours.REACH, Neighbours.REACH + 1, 1_500})
    void countsThePairsThatHaveAnythingInCommon(int size) {
        Random random = new Random(size);
        List<Set<Integer>> circle = circle(size, random);
        Neighbours neighbours = of(circle);
        for (int round = 0; round < 10; round++) {
            int start = random.nextInt(size);
            long[] chosen = new long[Neighbours.REACH / Long.SIZE];
            List<Set<Integer>> stretch = new ArrayList<>();
            for (int ahead = 0; ahead < Math.min(size, Neighbours.REACH); ahead++) {
                if (random.nextInt(3) > 0) {
                    chosen[ahead / Long.SIZE] |= 1L << ahead;
                    stretch.add(circle.get((start + ahead) % size));
                }
            }

            assertThat(neighbours.pairs(start, chosen)).as("from %d", start).isEqualTo(oneByOne(stretch));
        }
    }

    @Test
    void nobodyMakesNoPair() {
        assertThat(of(circle(10, new Random(1))).pairs(3, new long[Neighbours.REACH / Long.SIZE]))
                .isZero();
    }

    private static long oneByOne(List<Set<Integer>> stretch) {
        long pairs = 0;
        for (int i = 0; i < stretch.size(); i++) {
            for (int j = i + 1; j < stretch.size(); j++) {
                pairs += stretch.get(i).stream().anyMatch(stretch.get(j)::contains) ? 1 : 0;
            }
        }
        return pairs;
    }

    private static List<Set<Integer>> circle(int size, Random random) {
        List<Set<Integer>> circle = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            Set<Integer> own = new TreeSet<>();
            for (int left = random.nextInt(4); left > 0; left--) {
                own.add(random.nextInt(KINDS));
            }
            circle.add(own);
        }
        return circle;
    }

    private static Neighbours of(List<Set<Integer>> circle) {
        int[] firstOf = new int[circle.size() + 1];
        for (int place = 0; place < circle.size(); place++) {
            firstOf[place + 1] = firstOf[place] + circle.get(place).size();
        }
        return new Neighbours(
                circle.stream().flatMap(Set::stream).mapToInt(Integer::intValue).toArray(), firstOf, KINDS);
    }
}
