// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.ring;

import static dev.stillwatch.auditor.ring.RingCrowd.account;
import static dev.stillwatch.auditor.ring.RingCrowd.card;
import static dev.stillwatch.auditor.ring.RingCrowd.crowd;
import static dev.stillwatch.auditor.ring.RingCrowd.rules;
import static dev.stillwatch.auditor.ring.RingCrowd.subject;
import static dev.stillwatch.auditor.ring.RingCrowd.template;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

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
}
