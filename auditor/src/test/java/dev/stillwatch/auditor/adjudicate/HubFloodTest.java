// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.adjudicate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.auditor.processor.RingPlan;
import dev.stillwatch.auditor.profile.ExchangeMaker;
import dev.stillwatch.auditor.ring.Artefact;
import dev.stillwatch.auditor.ring.Footprint;
import dev.stillwatch.auditor.ring.Ring;
import dev.stillwatch.auditor.ring.RingFinder;
import dev.stillwatch.auditor.ring.Tie;
import dev.stillwatch.policies.ring.ArtefactKind;
import dev.stillwatch.policies.ring.Membership;
import dev.stillwatch.policies.standing.LimitPlan;
import dev.stillwatch.policies.standing.Tier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A campaign sees to it that what ties it is everybody's: what is still found, who is not accused, and what is blind. */
class HubFloodTest {
    private static final RingFinder FINDER = new RingFinder(RingPlan.standard().rules());
    private static final Artefact TEMPLATE = new Artefact(ArtefactKind.SKELETON, 900);
    private static final Artefact OWN_SYSTEM = new Artefact(ArtefactKind.SYSTEM, 901);
    private static final Artefact POPULAR_SYSTEM = new Artefact(ArtefactKind.SYSTEM, 1);
    private static final int CAMPAIGN = 20;

    private final List<Footprint> accounts = new ArrayList<>();

    @Test
    void aCampaignWhoseTemplateWentViralIsFoundByItsSystemTextAndNoBystanderIsInIt() {
        campaign(TEMPLATE, OWN_SYSTEM);
        bystanders(1_000, TEMPLATE);

        assertThatTheCampaignIsTiedBy(OWN_SYSTEM);
    }

    @Test
    void aCampaignThatTakesUpAPopularSystemTextIsFoundByItsTemplate() {
        campaign(TEMPLATE, POPULAR_SYSTEM);
        bystanders(1_000, POPULAR_SYSTEM);

        assertThatTheCampaignIsTiedBy(TEMPLATE);
    }

    @Test
    void bystandersFewerThanTheCampaignAreAttachedAndNotLimited() {
        campaign(TEMPLATE);
        bystanders(CAMPAIGN, TEMPLATE);
        crowd(500);

        Ring ring = onlyRing();

        assertThat(ring.members()).hasSize(CAMPAIGN).allMatch(HubFloodTest::isEvil);
        assertThat(ring.attached()).hasSize(CAMPAIGN).noneMatch(HubFloodTest::isEvil);
        List<Membership> inherited =
                new JudgedRing().judge(ExchangeMaker.START, ring).memberships();
        assertThat(inherited).hasSize(2 * CAMPAIGN).allSatisfy(one -> {
            assertThat(one.core()).isEqualTo(isEvil(one.account()));
            assertThat(one.tier().atLeast(Tier.THROTTLE)).isEqualTo(isEvil(one.account()));
            assertThat(one.plan().equals(LimitPlan.NONE)).isEqualTo(!isEvil(one.account()));
        });
    }

    /** Blind: the price is one bystander more than the campaign has accounts, and nothing else in common. */
    @Test
    void aCampaignThatSharesNothingButATemplateThatWentViralIsNotFound() {
        campaign(TEMPLATE);
        bystanders(CAMPAIGN + 1, TEMPLATE);
        crowd(500);

        assertThat(rings()).isEmpty();
    }

    /**
     * Blind: accounts on one card that ask nothing alike are no ring, and when they are a fifth of all accounts a card in
     * common is ordinary. The price is their sign-ups, one card, and a call of each in seven days.
     */
    @Test
    void aCampaignBesideManyAccountsOnOneCardIsNotFoundByItsCards() {
        campaign(TEMPLATE);
        crowd(500);
        assertThat(rings()).hasSize(1);
        for (int i = 0; i < 130; i++) {
            accounts.add(account("decoy-" + i, card(50_000), new Artefact(ArtefactKind.SKELETON, 60_000 + i)));
        }

        assertThat(rings()).isEmpty();
    }

    /** Hazard: a family that was sent the template pays as a part of the campaign does, and is taken for one. */
    @Test
    void bystandersWithOneCardAreTakenForMembers() {
        campaign(TEMPLATE);
        bystanders(10, TEMPLATE);
        accounts.add(account("family-1", card(70_000), TEMPLATE));
        accounts.add(account("family-2", card(70_000), TEMPLATE));
        crowd(500);

        assertThat(onlyRing().members()).hasSize(CAMPAIGN + 2).contains("family-1", "family-2");
    }

    private void assertThatTheCampaignIsTiedBy(Artefact hub) {
        crowd(500);
        Ring ring = onlyRing();
        assertThat(ring.ties()).extracting(Tie::hub).containsOnly(hub);
        assertThat(ring.members()).hasSize(CAMPAIGN).allMatch(HubFloodTest::isEvil);
        assertThat(ring.attached()).isEmpty();
    }

    private Ring onlyRing() {
        assertThat(rings()).hasSize(1);
        return rings().get(0);
    }

    private List<Ring> rings() {
        return FINDER.find(accounts);
    }

    private static boolean isEvil(String account) {
        return account.startsWith("evil-");
    }

    /** Four accounts on each card. */
    private void campaign(Artefact... hubs) {
        for (int i = 0; i < CAMPAIGN; i++) {
            accounts.add(account("evil-" + i, card(1 + i / 4), hubs));
        }
    }

    private void bystanders(int count, Artefact... hubs) {
        for (int i = 0; i < count; i++) {
            accounts.add(account("bystander-" + i, card(10_000 + i), hubs));
        }
    }

    /** Customers with a template of ten, a popular system text and a card of their own. */
    private void crowd(int count) {
        for (int i = 0; i < count; i++) {
            accounts.add(account(
                    "customer-" + i, card(20_000 + i), POPULAR_SYSTEM, new Artefact(ArtefactKind.SKELETON, i % 10)));
        }
    }

    private static Artefact card(long value) {
        return new Artefact(ArtefactKind.PAYMENT, value);
    }

    private static Footprint account(String name, Artefact card, Artefact... hubs) {
        List<Footprint.Sighting> sightings = new ArrayList<>();
        sightings.add(new Footprint.Sighting(card, 1_000));
        Arrays.stream(hubs).forEach(hub -> sightings.add(new Footprint.Sighting(hub, 1_000)));
        return new Footprint(name, name, sightings);
    }
}
