// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class LikenessTest {
    private static final double FALSELY = 0.01;

    @Test
    void aHundredOfWhomMostAreAlikeAreASurpriseAmongSeventyOfWhomSomeAre() {
        // Where links saturate: 2 % of the pairs of others, counted band by band, are more links than a hundred can
        // have.
        assertThat(new Likeness(100, 0.6, 72, 0.02, 100).ties(1_000, FALSELY)).isTrue();
    }

    @Test
    void asAlikeAsOthersIsNoSurprise() {
        assertThat(new Likeness(100, 0.3, 70, 0.3, 100).surprise()).isZero();
        assertThat(new Likeness(100, 0, 70, 0, 100).surprise()).isZero();
    }

    @Test
    void withoutOthersThereIsNothingToCompareWith() {
        assertThat(new Likeness(100, 1, 0, 0, 100).surprise()).isZero();
        assertThat(new Likeness(100, 1, 2, 0, 100).ties(1, FALSELY)).isFalse();
    }

    @Test
    void aGroupOfManyCountsAsHalfAsManyPairs() {
        Likeness likeness = new Likeness(101, 0.5, 72, 0.1, 300);

        assertThat(likeness.repeats()).isEqualTo(25);
        assertThat(likeness.expected()).isEqualTo(5.0, within(1e-9));
        assertThat(likeness.group()).isEqualTo(300);
    }

    @Test
    void theSurpriseIsABoundOfTheChanceForEveryCrowd() {
        // Three pairs of three are alike and none of two others, by chance p^3 (1 - p)^2: at most at p = 3/5.
        double most = 0.6 * 0.6 * 0.6 * 0.4 * 0.4;

        assertThat(StrictMath.exp(-new Likeness(6, 1, 4, 0, 6).surprise())).isGreaterThanOrEqualTo(most);
    }

    @Test
    void groupsPickedByChanceAreTiedNoMoreOftenThanAllowed() {
        Random random = new Random(7);
        int tied = 0;
        for (int trial = 0; trial < 2_000; trial++) {
            // Some have something in common with everybody, the others with their own kind.
            int kinds = 2 + random.nextInt(30);
            double hubs = random.nextDouble() / 3;
            int[] group = parties(10 + random.nextInt(100), kinds, hubs, random);
            int[] others = parties(10 + random.nextInt(100), kinds, hubs, random);
            Likeness chance = new Likeness(group.length, alike(group), others.length, alike(others), group.length);
            tied += chance.ties(1, FALSELY) ? 1 : 0;
        }

        assertThat(tied).isLessThanOrEqualTo(20);
    }

    @Test
    void sharesThatCannotBeAreRefused() {
        assertThatThrownBy(() -> new Likeness(10, 1.1, 5, 0, 10)).hasMessageContaining("1.1");
        assertThatThrownBy(() -> new Likeness(10, Double.NaN, 5, 0, 10)).hasMessageContaining("NaN");
        assertThatThrownBy(() -> new Likeness(10, 1, 5, -0.1, 10)).hasMessageContaining("-0.1");
        assertThatThrownBy(() -> new Likeness(11, 1, 5, 0, 10)).hasMessageContaining("11 of 10");
        assertThatThrownBy(() -> new Likeness(1, 0, -1, 0, 10)).hasMessageContaining("-1 others");
    }

    private static int[] parties(int count, int kinds, double hubs, Random random) {
        return random.ints(count, 0, 1_000)
                .map(draw -> draw < 1_000 * hubs ? -1 : draw % kinds)
                .toArray();
    }

    private static double alike(int[] parties) {
        double alike = 0;
        for (int i = 0; i < parties.length; i++) {
            for (int j = 0; j < i; j++) {
                alike += parties[i] < 0 || parties[j] < 0 || parties[i] == parties[j] ? 1 : 0;
            }
        }
        return alike / (parties.length * (parties.length - 1) / 2.0);
    }
}
