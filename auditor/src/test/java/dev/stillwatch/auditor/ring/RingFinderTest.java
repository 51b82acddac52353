// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stillwatch.policies.ring.ArtefactKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RingFinderTest {
    private static final RingFinder FINDER =
            new RingFinder(new RingFinder.Rules(Set.of(ArtefactKind.PAYMENT), Set.of(), 0.01, 2));

    @Test
    void accountsOfOneCardAreARing() {
        List<Footprint> crowd = crowd(500, 1);
        crowd.add(account("a", template(900), card(1)));
        crowd.add(account("b", template(901), card(1)));

        List<Ring> rings = FINDER.find(crowd);

        assertThat(rings).hasSize(1);
        assertThat(rings.get(0).members()).containsExactly("a", "b");
        assertThat(rings.get(0).families()).containsExactly(EdgeFamily.IDENTITY);
    }

    @Test
    void aTemplateThatComesWithOneMailDomainIsARingThoughEitherIsCommon() {
        List<Footprint> crowd = crowd(2_000, 2);
        List<String> campaign = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            campaign.add("evil-%03d".formatted(i));
            crowd.add(account(campaign.get(i), template(3), network(i % 60), mail(2)));
        }

        List<Ring> rings = FINDER.find(crowd);

        // The template is the crowd's own, the domain is the crowd's own; that they go together is not.
        assertThat(rings).hasSize(1);
        assertThat(rings.get(0).members()).containsAll(campaign);
        assertThat(rings.get(0).ties()).containsExactly(Tie.of(template(3), mail(2)));
        assertThat(rings.get(0).families()).containsExactlyInAnyOrder(EdgeFamily.CONTENT, EdgeFamily.IDENTITY);
    }

    @Test
    void popularThingsThatFallTogetherByChanceAreNoRing() {
        for (int seed = 0; seed < 20; seed++) {
            assertThat(FINDER.find(crowd(2_000, seed))).as("seed %d", seed).isEmpty();
        }
    }

    @Test
    void whatOnePartysAccountsShareTiesNobody() {
        List<Footprint> crowd = crowd(500, 3);
        for (int i = 0; i < 60; i++) {
            crowd.add(new Footprint(
                    "student-" + i, "university", List.of(seen(template(800)), seen(card(5)), seen(network(500)))));
        }

        assertThat(FINDER.find(crowd)).isEmpty();
    }

    @Test
    void aPartyAndAnOutsiderAreTiedByWhatTheyShare() {
        List<Footprint> crowd = crowd(500, 3);
        crowd.add(new Footprint("student-1", "university", List.of(seen(card(5)))));
        crowd.add(new Footprint("student-2", "university", List.of(seen(card(5)))));
        crowd.add(account("outsider", card(5)));

        assertThat(FINDER.find(crowd).get(0).members()).containsExactly("outsider", "student-1", "student-2");
    }

    @Test
    void twoArtefactsOfOneFamilyAreOnePieceOfEvidence() {
        List<Footprint> crowd = crowd(500, 4);
        for (int i = 0; i < 60; i++) {
            crowd.add(account("harness-" + i, template(700), new Artefact(ArtefactKind.USER_AGENT, 7)));
        }

        assertThat(FINDER.find(crowd)).isEmpty();
    }

    @Test
    void ordinaryArtefactsTieNobody() {
        RingFinder lenient = new RingFinder(
                new RingFinder.Rules(Set.of(ArtefactKind.PAYMENT), Set.of(template(700), card(9)), 0.01, 2));
        List<Footprint> crowd = crowd(500, 5);
        for (int i = 0; i < 60; i++) {
            crowd.add(account("reseller-" + i, template(700), network(300), card(9)));
        }

        assertThat(FINDER.find(crowd)).isNotEmpty();
        assertThat(lenient.find(crowd)).isEmpty();
    }

    @Test
    void campaignsThatShareACommonThingStayApart() {
        List<Footprint> crowd = crowd(2_000, 6);
        for (int i = 0; i < 40; i++) {
            crowd.add(account("one-" + i, template(600), network(400)));
            crowd.add(account("two-" + i, template(601), network(400)));
        }

        List<Ring> rings = FINDER.find(crowd);

        assertThat(rings).hasSize(2);
        assertThat(rings).allSatisfy(ring -> assertThat(ring.members()).hasSize(40));
        assertThat(rings.get(0).founding()).isNotEqualTo(rings.get(1).founding());
    }

    @Test
    void aPairBeginsWhenTheLaterOfItsArtefactsIsFirstSeen() {
        List<Footprint> crowd = new ArrayList<>(crowd(500, 7));
        for (int i = 0; i < 30; i++) {
            crowd.add(new Footprint(
                    "m" + i,
                    "m" + i,
                    List.of(
                            new Footprint.Sighting(template(600), 50 + i),
                            new Footprint.Sighting(network(400), 20 + i))));
        }

        assertThat(FINDER.find(crowd).get(0).founding())
                .isEqualTo(new Founding(50, Tie.of(template(600), network(400))));
    }

    @Test
    void theOrderAndRepetitionOfFootprintsDoNotMatter() {
        List<Footprint> crowd = crowd(800, 8);
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
        Footprint mine = new Footprint("a", "a", List.of(seen(card(1))));
        Footprint ours = new Footprint("a", "org", List.of(seen(card(1))));
        Footprint other = new Footprint("b", "org", List.of(seen(card(1))));

        assertThat(FINDER.find(List.of(mine, ours, other))).isEqualTo(FINDER.find(List.of(other, ours, mine)));
        assertThat(FINDER.find(List.of(mine, ours, other))).hasSize(1);
    }

    @Test
    void nothingMakesNoRing() {
        assertThat(FINDER.find(List.of())).isEmpty();
        assertThat(FINDER.find(List.of(new Footprint("a", "a", List.of())))).isEmpty();
    }

    @Test
    void rulesAndTiesThatCannotBeAreRefused() {
        assertThatThrownBy(() -> new RingFinder.Rules(Set.of(), Set.of(), 0, 2)).hasMessageContaining("falsely");
        assertThatThrownBy(() -> new RingFinder.Rules(Set.of(), Set.of(), Double.NaN, 2))
                .hasMessageContaining("falsely");
        assertThatThrownBy(() -> new RingFinder.Rules(Set.of(), Set.of(), 1, 1)).hasMessageContaining("two members");
        assertThatThrownBy(() -> new Tie(List.of())).hasMessageContaining("not 0");
        assertThatThrownBy(() -> new Tie(List.of(card(1), card(2), template(1))))
                .hasMessageContaining("not 3");
        assertThatThrownBy(() -> Tie.of(card(1), mail(2))).hasMessageContaining("the same");
    }

    @Test
    void tiesHaveAnOrder() {
        List<Tie> ties = new ArrayList<>(List.of(
                Tie.of(mail(1)),
                Tie.of(template(1), mail(2)),
                Tie.of(template(1), card(9)),
                Tie.of(template(1)),
                Tie.of(template(-1))));
        Collections.sort(ties);

        assertThat(ties)
                .containsExactly(
                        Tie.of(template(1)),
                        Tie.of(card(9), template(1)),
                        Tie.of(mail(2), template(1)),
                        Tie.of(template(-1)),
                        Tie.of(mail(1)));
    }

    /** Customers with a template of ten, a network of sixty, a mail domain of four, a card of their own. */
    private static List<Footprint> crowd(int size, int seed) {
        Random random = new Random(seed);
        List<Footprint> crowd = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            crowd.add(account(
                    "c-" + i,
                    template(random.nextInt(10)),
                    network(random.nextInt(60)),
                    mail(random.nextInt(4)),
                    card(10_000 + i)));
        }
        return crowd;
    }

    private static Footprint account(String name, Artefact... artefacts) {
        return new Footprint(
                name, name, Arrays.stream(artefacts).map(RingFinderTest::seen).toList());
    }

    private static Footprint.Sighting seen(Artefact artefact) {
        return new Footprint.Sighting(artefact, 1_000);
    }

    private static Artefact template(long value) {
        return new Artefact(ArtefactKind.SKELETON, value);
    }

    private static Artefact card(long value) {
        return new Artefact(ArtefactKind.PAYMENT, value);
    }

    private static Artefact mail(long value) {
        return new Artefact(ArtefactKind.EMAIL_DOMAIN, value);
    }

    private static Artefact network(long value) {
        return new Artefact(ArtefactKind.ASN, value);
    }
}
