// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.stillwatch.policies.ring.ArtefactKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CoincidenceTest {
    private static final long LOOKS = 10_000;
    private static final double FALSELY = 0.01;

    @Test
    void aSmallGroupWithFewCardsIsTied() {
        // Twenty accounts on five cards, where a thousand have sixty pairs of one card in all.
        assertThat(new Coincidence(1_000, 20, 60, 15).ties(LOOKS, FALSELY)).isTrue();
    }

    @Test
    void aQuarterOfAllAccountsDoesNotHideBehindItsSize() {
        // 6,250 cards of four: most pairs that share one at all are in the group.
        assertThat(new Coincidence(100_000, 25_000, 40_000, 18_750).ties(LOOKS, FALSELY))
                .isTrue();
    }

    @Test
    void thePopularTemplatesUsersAreNotTiedByLargeNetworks() {
        // 3,000 of 10,000 accounts, sixty equally large networks.
        long sharing = 10_000L * 166 / 2;
        Coincidence chance = new Coincidence(10_000, 3_000, sharing, 2_940);

        assertThat(chance.surprise()).isZero();
        assertThat(chance.ties(LOOKS, FALSELY)).isFalse();
    }

    @Test
    void nothingInCommonIsNoSurprise() {
        assertThat(new Coincidence(100, 10, 0, 0).surprise()).isZero();
        assertThat(new Coincidence(1, 1, 0, 0).expected()).isZero();
        assertThat(new Coincidence(1, 1, 0, 0).ties(1, 0.5)).isFalse();
    }

    @Test
    void moreLooksAskForMoreSurprise() {
        Coincidence three = new Coincidence(1_000, 10, 300, 3);

        assertThat(three.ties(10, FALSELY)).isTrue();
        assertThat(three.ties(10_000_000, FALSELY)).isFalse();
    }

    @Test
    void theSurpriseIsABoundOfThePoissonChance() {
        Coincidence three = new Coincidence(1_000, 10, 1_110, 3);
        double mean = three.expected();
        double tail = 1 - StrictMath.exp(-mean) * (1 + mean + mean * mean / 2);

        assertThat(mean).isEqualTo(0.1, within(1e-12));
        assertThat(StrictMath.exp(-three.surprise())).isGreaterThanOrEqualTo(tail);
        assertThat(three.surprise()).isEqualTo(3 * StrictMath.log(30) - 2.9, within(1e-9));
    }

    @Test
    void groupsPickedByChanceAreTiedNoMoreOftenThanAllowed() {
        Random random = new Random(5);
        List<Integer> cards = new ArrayList<>();
        for (int card = 0; card < 500; card++) {
            Collections.addAll(cards, card, card, card, card);
        }
        int tied = 0;
        for (int trial = 0; trial < 2_000; trial++) {
            Collections.shuffle(cards, random);
            int group = 5 + random.nextInt(100);
            long distinct = cards.subList(0, group).stream().distinct().count();
            tied += new Coincidence(2_000, group, 500 * 6, group - distinct).ties(1, 0.01) ? 1 : 0;
        }

        assertThat(tied).isLessThanOrEqualTo(20);
    }

    @Test
    void countsThatCannotBeAreRefused() {
        assertThatThrownBy(() -> new Coincidence(10, 5, 20, 5)).hasMessageContaining("5 repeats in 5");
        assertThatThrownBy(() -> new Coincidence(10, 11, 20, 1)).hasMessageContaining("11 of 10");
        assertThatThrownBy(() -> new Coincidence(10, 5, 20, -1)).hasMessageContaining("-1");
        assertThatThrownBy(() -> new Coincidence(10, 5, 1, 2)).hasMessageContaining("1 pairs");
    }

    @Test
    void everyKindHasAFamily() {
        for (ArtefactKind kind : ArtefactKind.values()) {
            assertThat(EdgeFamily.of(kind)).isNotNull();
        }
        assertThat(EdgeFamily.of(ArtefactKind.SKELETON)).isEqualTo(EdgeFamily.of(ArtefactKind.USER_AGENT));
        assertThat(EdgeFamily.of(ArtefactKind.PAYMENT)).isNotEqualTo(EdgeFamily.of(ArtefactKind.NETWORK));
    }
}
