// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.ring;

import static dev.stillwatch.auditor.ring.RingCrowd.account;
import static dev.stillwatch.auditor.ring.RingCrowd.card;
import static dev.stillwatch.auditor.ring.RingCrowd.crowd;
import static dev.stillwatch.auditor.ring.RingCrowd.network;
import static dev.stillwatch.auditor.ring.RingCrowd.seen;
import static dev.stillwatch.auditor.ring.RingCrowd.template;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stillwatch.policies.ring.ArtefactKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RingFinderTest {
    private static final RingFinder FINDER = new RingFinder(RingCrowd.rules(Set.of()));

    @Test
    void aTemplateWhoseUsersShareCardsIsARing() {
        List<Footprint> crowd = crowd(500, 1);
        List<String> campaign = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            campaign.add("evil-%02d".formatted(i));
            crowd.add(account(campaign.get(i), template(900), network(i), card(i / 4)));
        }

        List<Ring> rings = FINDER.find(crowd);

        assertThat(rings).hasSize(1);
        assertThat(rings.get(0).members()).isEqualTo(campaign);
        assertThat(rings.get(0).ties())
                .containsExactly(new Tie(template(900), ArtefactKind.PAYMENT, new Coincidence(520, 20, 0, 15)));
        assertThat(rings.get(0).families()).containsExactlyInAnyOrder(EdgeFamily.CONTENT, EdgeFamily.IDENTITY);
    }

    @Test
    void whoSharesNothingButTheTemplateIsAttached() {
        List<Footprint> crowd = crowd(500, 2);
        for (int i = 0; i < 20; i++) {
            crowd.add(account("evil-" + i, template(900), card(i < 16 ? i / 4 : 100 + i)));
        }

        Ring ring = FINDER.find(crowd).get(0);
        assertThat(ring.members()).hasSize(16).doesNotContain("evil-19");
        assertThat(ring.attached()).containsExactly("evil-16", "evil-17", "evil-18", "evil-19");
    }

    @Test
    void whoPaysAsTwoMembersDoIsAMemberWithoutTheTemplate() {
        List<Footprint> crowd = crowd(500, 12);
        for (int i = 0; i < 20; i++) {
            crowd.add(account("evil-" + i, template(i % 4 == 3 ? 5 : 900), card(i / 4)));
        }

        assertThat(FINDER.find(crowd).get(0).members()).hasSize(20).contains("evil-3");
    }

    /** Sixty customers of a marketplace pay with its card, and two of them once used the template. */
    @Test
    void whoPaysThroughAMarketplaceIsNoMemberForTwoThatUsedTheTemplate() {
        List<Footprint> crowd = crowd(500, 16);
        for (int i = 0; i < 20; i++) {
            crowd.add(account("evil-" + i, template(900), card(i / 10)));
        }
        for (int i = 0; i < 60; i++) {
            crowd.add(account("customer-" + i, template(i < 2 ? 900 : i % 10), card(500)));
        }

        Ring ring = FINDER.find(crowd).get(0);

        assertThat(ring.members()).hasSize(22).contains("evil-0", "evil-19", "customer-0", "customer-1");
        assertThat(ring.attached()).isEmpty();
    }

    @Test
    void halfOfThoseOnACardMakeNobodyElseOnItAMember() {
        List<Footprint> crowd = crowd(500, 17);
        for (int i = 0; i < 20; i++) {
            crowd.add(account("evil-" + i, template(900), card(i / 4)));
        }
        for (int i = 0; i < 4; i++) {
            crowd.add(account("family-" + i, template(i < 2 ? 900 : 5), card(600)));
        }

        assertThat(FINDER.find(crowd).get(0).members()).hasSize(22).doesNotContain("family-2", "family-3");
    }

    @Test
    void whoSignedUpInTheSameMinuteIsNoMemberWithoutTheTemplate() {
        List<Footprint> crowd = crowd(500, 13);
        Artefact minute = new Artefact(ArtefactKind.SIGN_UP_MINUTE, 77);
        for (int i = 0; i < 12; i++) {
            crowd.add(account("evil-" + i, template(900), minute));
        }
        crowd.add(account("bystander", template(1), minute));

        assertThat(FINDER.find(crowd).get(0).members()).hasSize(12).doesNotContain("bystander");
    }

    @Test
    void aHubOfWhichMostUsersHaveNothingElseInCommonIsEverybodys() {
        List<Footprint> crowd = crowd(500, 14);
        for (int i = 0; i < 20; i++) {
            crowd.add(account("evil-" + i, template(900), template(3), card(i / 4)));
        }

        Ring ring = FINDER.find(crowd).get(0);

        assertThat(ring.ties()).extracting(Tie::hub).containsExactly(template(900));
        assertThat(ring.members()).hasSize(20);
        assertThat(ring.attached()).isEmpty();
    }

    @Test
    void aCampaignOfAThirdOfAllAccountsIsARingWhole() {
        List<Footprint> crowd = crowd(2_000, 3);
        for (int i = 0; i < 1_000; i++) {
            crowd.add(account("evil-" + i, template(900), network(i % 60), card(i / 4)));
        }

        List<Ring> rings = FINDER.find(crowd);

        assertThat(rings).hasSize(1);
        assertThat(rings.get(0).members()).hasSize(1_000);
    }

    @Test
    void aCampaignOfMostAccountsIsARingWhole() {
        List<Footprint> crowd = crowd(40, 15);
        for (int i = 0; i < 60; i++) {
            crowd.add(account("evil-" + i, template(900), card(i / 4)));
        }

        assertThat(FINDER.find(crowd))
                .singleElement()
                .satisfies(ring -> assertThat(ring.members()).hasSize(60));
    }

    @Test
    void theUsersOfPopularTemplatesAreNoRing() {
        for (int seed = 0; seed < 20; seed++) {
            assertThat(FINDER.find(crowd(2_000, seed))).as("seed %d", seed).isEmpty();
        }
    }

    @Test
    void sharedCardsAloneAreNoRing() {
        List<Footprint> crowd = crowd(500, 4);
        for (int i = 0; i < 20; i++) {
            crowd.add(account("family-" + i, template(i % 10), card(i / 4)));
        }

        assertThat(FINDER.find(crowd)).isEmpty();
    }

    @Test
    void whatOnePartysAccountsShareTiesNobody() {
        List<Footprint> crowd = crowd(500, 5);
        for (int i = 0; i < 60; i++) {
            crowd.add(new Footprint(
                    "student-" + i, "university", List.of(seen(template(800)), seen(card(5)), seen(network(500)))));
        }

        assertThat(FINDER.find(crowd)).isEmpty();
    }

    @Test
    void moreOfOneFamilyIsNoCorroboration() {
        List<Footprint> crowd = crowd(500, 6);
        for (int i = 0; i < 60; i++) {
            crowd.add(account("harness-" + i, template(700), new Artefact(ArtefactKind.USER_AGENT, 7)));
        }

        assertThat(FINDER.find(crowd)).isEmpty();
    }

    @Test
    void ordinaryArtefactsNeitherGatherNorCorroborate() {
        List<Footprint> crowd = crowd(500, 7);
        for (int i = 0; i < 60; i++) {
            crowd.add(account("reseller-" + i, template(700), card(9)));
        }

        assertThat(FINDER.find(crowd)).hasSize(1);
        assertThat(ordinary(template(700)).find(crowd)).isEmpty();
        assertThat(ordinary(card(9)).find(crowd)).isEmpty();
        assertThat(new RingFinder(RingCrowd.rules(Set.of(card(1))).with(Set.of(card(9)))).find(crowd))
                .isEmpty();
    }

    @Test
    void campaignsThatShareACommonThingStayApart() {
        List<Footprint> crowd = crowd(2_000, 8);
        for (int i = 0; i < 40; i++) {
            crowd.add(account("one-" + i, template(600), network(400), card(i / 4)));
            crowd.add(account("two-" + i, template(601), network(400), card(100 + i / 4)));
        }

        List<Ring> rings = FINDER.find(crowd);

        assertThat(rings).hasSize(2);
        assertThat(rings).allSatisfy(ring -> assertThat(ring.members()).hasSize(40));
        assertThat(rings.get(0).founding()).isNotEqualTo(rings.get(1).founding());
    }

    @Test
    void aRingBeginsWhenItsHubIsFirstSeen() {
        List<Footprint> crowd = crowd(500, 9);
        for (int i = 0; i < 30; i++) {
            crowd.add(new Footprint(
                    "m" + i,
                    "m" + i,
                    List.of(new Footprint.Sighting(template(600), 50 + i), new Footprint.Sighting(card(i / 5), 20))));
        }

        assertThat(FINDER.find(crowd).get(0).founding()).isEqualTo(new Founding(50, template(600)));
    }

    @Test
    void theOrderAndRepetitionOfFootprintsDoNotMatter() {
        List<Footprint> crowd = crowd(800, 10);
        for (int i = 0; i < 40; i++) {
            crowd.add(account("m" + i, template(600), network(400), card(i / 4)));
        }
        List<Ring> rings = FINDER.find(crowd);
        for (int seed = 0; seed < 10; seed++) {
            List<Footprint> again = new ArrayList<>(crowd);
            again.addAll(crowd.subList(100, 300));
            Collections.shuffle(again, new Random(seed));

            assertThat(FINDER.find(again)).as("seed %d", seed).isEqualTo(rings);
        }
        assertThat(rings).hasSize(1);
    }

    @Test
    void twoPartiesToldForOneAccountAreOneByARuleThatKnowsNoOrder() {
        List<Footprint> crowd = crowd(500, 11);
        for (int i = 0; i < 30; i++) {
            crowd.add(account("m" + i, template(600), card(i / 5)));
        }
        Footprint mine = account("m0", card(0));
        Footprint ours = new Footprint("m0", "another", List.of(seen(card(1))));
        List<Footprint> forward = new ArrayList<>(crowd);
        Collections.addAll(forward, mine, ours);
        List<Footprint> backward = new ArrayList<>(List.of(ours, mine));
        backward.addAll(crowd);

        assertThat(FINDER.find(forward)).isEqualTo(FINDER.find(backward)).hasSize(1);
    }

    @Test
    void nothingMakesNoRing() {
        assertThat(FINDER.find(List.of())).isEmpty();
        assertThat(FINDER.find(List.of(new Footprint("a", "a", List.of())))).isEmpty();
    }

    @Test
    void rulesThatCannotBeAreRefused() {
        assertThatThrownBy(() -> rules(0, 2, 0.5)).hasMessageContaining("falsely");
        assertThatThrownBy(() -> rules(Double.NaN, 2, 0.5)).hasMessageContaining("falsely");
        assertThatThrownBy(() -> rules(1, 1, 0.5)).hasMessageContaining("two members");
        assertThatThrownBy(() -> rules(1, 2, -0.1)).hasMessageContaining("a share");
        assertThatThrownBy(() -> rules(1, 2, 1.1)).hasMessageContaining("a share");
    }

    private static RingFinder.Rules rules(double falsely, int leastMembers, double leastShare) {
        return new RingFinder.Rules(Set.of(), Set.of(), Set.of(), falsely, leastMembers, leastShare);
    }

    private static RingFinder ordinary(Artefact artefact) {
        return new RingFinder(RingCrowd.rules(Set.of(artefact)));
    }
}
