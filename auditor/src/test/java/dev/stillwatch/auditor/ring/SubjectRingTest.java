// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.ring;

import static dev.stillwatch.auditor.ring.RingCrowd.account;
import static dev.stillwatch.auditor.ring.RingCrowd.card;
import static dev.stillwatch.auditor.ring.RingCrowd.crowd;
import static dev.stillwatch.auditor.ring.RingCrowd.rules;
import static dev.stillwatch.auditor.ring.RingCrowd.subject;
import static dev.stillwatch.auditor.ring.RingCrowd.template;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.auditor.processor.RingPlan;
import dev.stillwatch.policies.ring.ArtefactKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rings of accounts that share nothing but how and about what they ask. */
class SubjectRingTest {
    private static final RingFinder FINDER = new RingFinder(rules(Set.of()));

    @Test
    void accountsWithCardsOfTheirOwnThatAskAboutOneThingWithOneTemplateAreARing() {
        List<Footprint> crowd = crowd(500, 21);
        for (int i = 0; i < 20; i++) {
            crowd.add(account("evil-" + i, template(900), card(i), subject(i < 18 ? 1 : 100 + i)));
        }

        Ring ring = FINDER.find(crowd).get(0);

        assertThat(ring.members()).hasSize(18);
        assertThat(ring.attached()).containsExactly("evil-18", "evil-19");
        assertThat(ring.families()).containsExactlyInAnyOrder(EdgeFamily.CONTENT, EdgeFamily.SUBJECT);
    }

    @Test
    void nineUsersOfOneToolForOnePurposeAreNoRing() {
        List<Footprint> crowd = crowd(500, 22);
        for (int i = 0; i < 9; i++) {
            crowd.add(account("user-" + i, template(900), card(i), subject(1)));
        }

        assertThat(FINDER.find(crowd)).isEmpty();
    }

    @Test
    void anOwnersAccountsAreOneOfTheTenThatASubjectTies() {
        List<Footprint> crowd = crowd(500, 22);
        for (int i = 0; i < 10; i++) {
            crowd.add(account("user-" + i, template(900), card(i), subject(i < 9 ? 1 : 2)));
        }
        for (int i = 0; i < 5; i++) {
            crowd.add(new Footprint(
                    "fleet-" + i, "user-0", List.of(RingCrowd.seen(template(900)), RingCrowd.seen(subject(1)))));
        }

        assertThat(FINDER.find(crowd)).isEmpty();
    }

    @Test
    void usersOfOneToolForPurposesOfTheirOwnAreNoRing() {
        List<Footprint> crowd = crowd(500, 23);
        for (int i = 0; i < 40; i++) {
            crowd.add(account("user-" + i, template(900), card(i), subject(i % 20)));
        }
        for (int i = 0; i < 200; i++) {
            crowd.add(account("other-" + i, template(i % 10), card(100 + i), subject(i % 20)));
        }

        assertThat(FINDER.find(crowd)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"OPENING", "CLOSING"})
    void promptsThatBeginOrEndAlikeGatherAsATemplateDoes(ArtefactKind end) {
        RingFinder finder = new RingFinder(RingPlan.standard().rules());
        List<Footprint> crowd = crowd(500, 25);
        for (int i = 0; i < 20; i++) {
            crowd.add(account("evil-" + i, new Artefact(end, 900), card(i), subject(1)));
            crowd.add(account("user-" + i, new Artefact(ArtefactKind.SYSTEM, 900), card(100 + i), subject(2)));
        }

        assertThat(finder.find(crowd))
                .singleElement()
                .satisfies(ring -> assertThat(ring.members()).hasSize(20).allMatch(name -> name.startsWith("evil")));
    }

    /** A hundred have at most 99 links; customers of thirty subjects have more than that in common, band by band. */
    @Test
    void aCampaignAmongCustomersOfWhomManyAreAlikeIsARing() {
        List<Footprint> crowd = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            crowd.add(account("evil-" + i, template(900), card(i), subject(i % 3), subject(3 + i % 2)));
        }
        for (int i = 0; i < 300; i++) {
            crowd.add(asking("user-" + i, template(i % 10), 1_000 + 10 * (i % 30), 10));
        }

        assertThat(FINDER.find(crowd))
                .singleElement()
                .satisfies(ring -> assertThat(ring.members()).hasSize(100).allMatch(name -> name.startsWith("evil")));
    }

    @Test
    void oneWhoHasSomethingInCommonWithEverybodyMakesNoRing() {
        List<Footprint> crowd = crowd(500, 26);
        for (int i = 0; i < 20; i++) {
            crowd.add(account("user-" + i, template(900), card(i), subject(i)));
        }
        crowd.add(asking("everything", template(900), 0, 20));

        assertThat(FINDER.find(crowd)).isEmpty();
    }

    @Test
    void whoIsPickedOfALargeGroupDoesNotDependOnTheOrder() {
        List<Footprint> crowd = crowd(2_000, 27);
        for (int i = 0; i < 700; i++) {
            crowd.add(account("evil-" + i, template(900), card(i), subject(i % 3), subject(3 + i % 2)));
        }
        List<Ring> rings = FINDER.find(crowd);
        Collections.shuffle(crowd, new Random(1));

        assertThat(FINDER.find(crowd)).isEqualTo(rings);
        assertThat(rings)
                .singleElement()
                .satisfies(ring -> assertThat(ring.members()).hasSize(700));
    }

    @Test
    void aSubjectNeitherGrowsARingThatRestsOnCardsNorJoinsTwo() {
        List<Footprint> crowd = crowd(500, 24);
        for (int i = 0; i < 12; i++) {
            crowd.add(account("evil-%02d".formatted(i), template(900), template(901), card(i / 4), subject(1)));
        }
        for (int i = 0; i < 15; i++) {
            crowd.add(account("user-%02d".formatted(i), template(901), card(100 + i), subject(1)));
        }

        List<Ring> rings = FINDER.find(crowd);

        assertThat(rings).hasSize(2);
        assertThat(rings).anySatisfy(ring -> {
            assertThat(ring.families()).contains(EdgeFamily.IDENTITY);
            assertThat(ring.members()).hasSize(12).allMatch(name -> name.startsWith("evil"));
        });
        assertThat(rings).anySatisfy(ring -> {
            assertThat(ring.families()).doesNotContain(EdgeFamily.IDENTITY);
            assertThat(ring.members()).hasSize(15).allMatch(name -> name.startsWith("user"));
        });
    }

    /** With so many bands from one on. */
    private static Footprint asking(String name, Artefact template, int firstBand, int bands) {
        List<Artefact> artefacts = new ArrayList<>(List.of(template));
        IntStream.range(firstBand, firstBand + bands).forEach(band -> artefacts.add(subject(band)));
        return account(name, artefacts.toArray(Artefact[]::new));
    }
}
