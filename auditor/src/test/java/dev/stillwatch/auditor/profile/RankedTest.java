// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RankedTest {
    private static final int MOST = 5;

    @Test
    void aUnionHasTheLeastRanksOfBothJoined() {
        Random random = new Random(7);
        for (int round = 0; round < 300; round++) {
            TreeMap<Long, Integer> one = some(random);
            TreeMap<Long, Integer> other = some(random);
            TreeMap<Long, Integer> both = new TreeMap<>(one);
            other.forEach((rank, value) -> both.merge(rank, value, Math::max));
            while (both.size() > MOST) {
                both.pollLastEntry();
            }

            assertThat(of(one).union(of(other), Math::max, MOST)).isEqualTo(of(both));
        }
    }

    @Test
    void whatHasNoSuccessorGoesAndTheLeastRanksStay() {
        Ranked ranked = of(new TreeMap<>(Map.of(1L, 1, 2L, 2, 3L, 3, 4L, 4, 5L, 5)));

        assertThat(ranked.renewed(value -> value % 2 == 0 ? -1 : value * 10, 2))
                .isEqualTo(of(new TreeMap<>(Map.of(1L, 10, 3L, 30))));
    }

    @Test
    void countsValuesAndWhatTheyMapTo() {
        Ranked ranked = of(new TreeMap<>(Map.of(1L, 14, 2L, 24, 3L, 15, 4L, 14)));

        assertThat(ranked.count(value -> value < 20)).isEqualTo(3);
        assertThat(ranked.distinct(value -> value % 10)).isEqualTo(2);
        assertThat(Ranked.NONE.distinct(value -> value)).isZero();
    }

    @Test
    void isReadAsItWasWritten() {
        Ranked ranked = of(some(new Random(3)));
        WireWriter out = new WireWriter();
        ranked.write(out, (value, to) -> to.unsigned(value));

        assertThat(Ranked.read(new WireReader(out.toBytes()), in -> (int) in.unsigned()))
                .isEqualTo(ranked)
                .hasSameHashCodeAs(ranked);
    }

    private static TreeMap<Long, Integer> some(Random random) {
        TreeMap<Long, Integer> some = new TreeMap<>();
        for (int left = 1 + random.nextInt(MOST); left > 0; left--) {
            some.put((long) random.nextInt(12), random.nextInt(100));
        }
        return some;
    }

    private static Ranked of(TreeMap<Long, Integer> values) {
        return values.entrySet().stream()
                .map(entry -> Ranked.of(entry.getKey(), entry.getValue()))
                .reduce(Ranked.NONE, (one, other) -> one.union(other, Math::max, Integer.MAX_VALUE));
    }
}
