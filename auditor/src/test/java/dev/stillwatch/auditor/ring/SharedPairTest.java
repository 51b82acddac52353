// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.stillwatch.policies.ring.ArtefactKind;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SharedPairTest {
    private static final long PAIRS = 100_000;
    private static final double FALSELY = 0.01;

    @Test
    void aFewAccountsWithTwoRareThingsInCommonAreLinked() {
        assertThat(new SharedPair(10_000, 4, 20, 4).links(PAIRS, FALSELY)).isTrue();
    }

    @Test
    void aCampaignOfAQuarterOfAllAccountsIsLinkedThoughBothItsArtefactsAreCommon() {
        assertThat(new SharedPair(100_000, 25_000, 26_000, 24_000).links(PAIRS, FALSELY))
                .isTrue();
    }

    @Test
    void thePopularTemplateOnALargeNetworkLinksNobody() {
        SharedPair chance = new SharedPair(100_000, 20_000, 30_000, 6_000);

        assertThat(chance.surprise()).isZero();
        assertThat(chance.links(PAIRS, FALSELY)).isFalse();
        assertThat(new SharedPair(100_000, 20_000, 30_000, 6_100).links(PAIRS, FALSELY))
                .isFalse();
    }

    @Test
    void oneAccountLinksToNobody() {
        assertThat(new SharedPair(1_000_000_000, 1, 1, 1).surprise()).isPositive();
        assertThat(new SharedPair(1_000_000_000, 1, 1, 1).links(1, 0.5)).isFalse();
        assertThat(new SharedPair(10, 0, 5, 0).links(1, 0.5)).isFalse();
    }

    @Test
    void moreLooksAskForMoreSurprise() {
        SharedPair pair = new SharedPair(10_000, 30, 40, 3);

        assertThat(pair.links(5, FALSELY)).isTrue();
        assertThat(pair.links(1_000_000, FALSELY)).isFalse();
    }

    @Test
    void theSurpriseIsABoundOfTheChance() {
        // Poisson tail, summed: at least 3 where 0.12 are expected.
        SharedPair pair = new SharedPair(10_000, 30, 40, 3);
        double mean = pair.expected();
        double tail = 1 - StrictMath.exp(-mean) * (1 + mean + mean * mean / 2);

        assertThat(mean).isEqualTo(0.12, within(1e-12));
        assertThat(StrictMath.exp(-pair.surprise())).isGreaterThanOrEqualTo(tail);
        assertThat(pair.surprise()).isEqualTo(3 * StrictMath.log(25) - 2.88, within(1e-9));
    }

    @Test
    void independentArtefactsLinkNoMoreOftenThanAllowed() {
        Random random = new Random(5);
        int linked = 0;
        for (int trial = 0; trial < 2_000; trial++) {
            int one = 5 + random.nextInt(200);
            int other = 5 + random.nextInt(200);
            int both = 0;
            for (int account = 0; account < one; account++) {
                both += random.nextInt(5_000) < other ? 1 : 0;
            }
            linked += new SharedPair(5_000, one, other, Math.min(both, other)).links(1, 0.01) ? 1 : 0;
        }

        assertThat(linked).isLessThanOrEqualTo(20);
    }

    @Test
    void countsThatCannotBeAreRefused() {
        assertThatThrownBy(() -> new SharedPair(10, 3, 4, 5)).hasMessageContaining("5 with both");
        assertThatThrownBy(() -> new SharedPair(10, 11, 4, 4)).hasMessageContaining("11");
        assertThatThrownBy(() -> new SharedPair(10, 3, 4, -1)).hasMessageContaining("-1");
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
