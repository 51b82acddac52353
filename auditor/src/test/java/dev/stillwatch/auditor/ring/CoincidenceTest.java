// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.stillwatch.policies.ring.ArtefactKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CoincidenceTest {
    private static final long LOOKS = 10_000;
    private static final double FALSELY = 0.01;

    @Test
    void aSmallGroupWithFewCardsIsTied() {
        // Twenty accounts on five cards, where a thousand have thirty pairs of one card besides.
        assertThat(new Coincidence(1_000, 20, 30, 15).ties(LOOKS, FALSELY)).isTrue();
    }

    @Test
    void aQuarterOfAllAccountsDoesNotHideBehindItsSize() {
        // 6,250 cards of four, and as many pairs among all others.
        assertThat(new Coincidence(100_000, 25_000, 37_500, 18_750).ties(LOOKS, FALSELY))
                .isTrue();
    }

    @Test
    void mostOfAllAccountsDoNotHideBehindTheirSize() {
        // Fourteen cards of four among 91 accounts.
        assertThat(new Coincidence(91, 55, 0, 41).ties(LOOKS, FALSELY)).isTrue();
    }

    @Test
    void allAccountsTogetherAreNoSurprise() {
        assertThat(new Coincidence(100, 100, 0, 75).surprise()).isZero();
    }

    @Test
    void thePopularTemplatesUsersAreNotTiedByLargeNetworks() {
        // 3,000 of 10,000 accounts, sixty equally large networks.
        long elsewhere = 10_000L * 166 / 2 - 3_000L * 50 / 2;
        Coincidence chance = new Coincidence(10_000, 3_000, elsewhere, 2_940);

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
    void theSurpriseIsABoundOfTheBinomialChance() {
        // Two of three coincidences in a group with 12 of 90 pairs: 3 s^2 (1 - s) + s^3.
        Coincidence two = new Coincidence(10, 4, 1, 2);
        double share = 12.0 / 90;
        double tail = 3 * share * share * (1 - share) + share * share * share;

        assertThat(two.expected()).isEqualTo(share / (1 - share), within(1e-12));
        assertThat(StrictMath.exp(-two.surprise())).isGreaterThanOrEqualTo(tail);
        assertThat(two.surprise())
                .isEqualTo(2 * StrictMath.log(2.0 / 3 / share) + StrictMath.log(1.0 / 3 / (1 - share)), within(1e-9));
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
            Map<Integer, Long> held =
                    cards.subList(0, group).stream().collect(Collectors.groupingBy(c -> c, Collectors.counting()));
            long inside = held.values().stream().mapToLong(n -> n * (n - 1) / 2).sum();
            Coincidence chance = new Coincidence(2_000, group, 500 * 6 - inside, group - held.size());
            tied += chance.ties(1, 0.01) ? 1 : 0;
        }

        assertThat(tied).isLessThanOrEqualTo(20);
    }

    @Test
    void countsThatCannotBeAreRefused() {
        assertThatThrownBy(() -> new Coincidence(10, 5, 20, 5)).hasMessageContaining("5 repeats in 5");
        assertThatThrownBy(() -> new Coincidence(10, 11, 20, 1)).hasMessageContaining("11 of 10");
        assertThatThrownBy(() -> new Coincidence(10, 5, 20, -1)).hasMessageContaining("-1");
        assertThatThrownBy(() -> new Coincidence(10, 5, -1, 2)).hasMessageContaining("-1 pairs");
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
