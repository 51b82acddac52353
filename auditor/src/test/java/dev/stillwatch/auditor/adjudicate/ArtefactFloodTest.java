// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.adjudicate;

import static dev.stillwatch.auditor.adjudicate.JudgedAccount.MINUTE;
import static dev.stillwatch.auditor.adjudicate.JudgedAccount.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.auditor.processor.RingPlan;
import dev.stillwatch.auditor.profile.BandSum;
import dev.stillwatch.auditor.profile.ExchangeMaker;
import dev.stillwatch.auditor.profile.KeptProfile;
import dev.stillwatch.auditor.profile.Policies;
import dev.stillwatch.auditor.ring.LinkBook;
import dev.stillwatch.auditor.ring.Ring;
import dev.stillwatch.auditor.ring.RingFinder;
import dev.stillwatch.policies.exchange.Exchange;
import dev.stillwatch.policies.exchange.TextFeatures;
import dev.stillwatch.policies.ring.ArtefactKind;
import dev.stillwatch.policies.ring.Edge;
import dev.stillwatch.policies.wire.ContributionCodec;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** One account invents whatever accounts can share: what the judge makes of it, and what that does to a ring. */
class ArtefactFloodTest {
    private static final long DAY = ExchangeMaker.DAY;
    private static final int MILLION = 1_000_000;
    private static final int BUCKETS = (int) (DAY / MINUTE);
    private static final int EACH = MILLION / BUCKETS + 1;
    private static final int CAMPAIGN = 20;
    private static final RingPlan RINGS = RingPlan.standard();
    /** Gives what no argument says, so that a million exchanges are made in seconds. */
    private static final Exchange MODEL = new ExchangeMaker(1).make();

    private final LinkBook book = new LinkBook(RINGS.rules().kinds(), RINGS.liveMillis());
    private final JudgedAccount flooder = new JudgedAccount("flooder", Policies.bare());

    @Test
    void aMillionValuesOfEachKindInADayAreFewLinksAndFewBytes() {
        othersAndACampaign();
        long before = book.size();
        Map<ArtefactKind, Integer> links = new EnumMap<>(ArtefactKind.class);
        int hot = 0;
        int whole = 0;
        int contribution = 0;
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            Judgement judgement = flood(bucket * EACH, START + bucket * MINUTE);
            judgement.edges().forEach(edge -> links.merge(edge.kind(), 1, Integer::sum));
            hot = Math.max(hot, flooder.hotBytes());
            whole = Math.max(whole, flooder.profileBytes() + flooder.historyBytes());
            contribution = Math.max(contribution, bytes(judgement));
        }

        assertThat(links).containsKeys(ArtefactKind.SKELETON, ArtefactKind.OPENING, ArtefactKind.SYSTEM);
        assertThat(links).containsKeys(ArtefactKind.USER_AGENT, ArtefactKind.PAYMENT);
        links.forEach((kind, count) -> assertThat(count)
                .as(kind.name())
                .isLessThanOrEqualTo(kind == ArtefactKind.SKETCH_BAND ? 3 * BandSum.BANDS : EdgeSpotter.MOST_A_KIND));
        assertThat(hot).isLessThanOrEqualTo(KeptProfile.MOST_HOT);
        assertThat(whole).isLessThanOrEqualTo(12 * 1024);
        assertThat(contribution).isLessThanOrEqualTo(4 * 1024);
        assertThat(book.size() - before)
                .isLessThanOrEqualTo(
                        (long) EdgeSpotter.MOST_A_KIND * RINGS.rules().kinds().size());
        assertThatTheCampaignIsTheOnlyRing();
    }

    @Test
    void aFloodOfManyDaysStaysInItsOwnRoomOfTheBook() {
        othersAndACampaign();
        long before = book.size();
        for (int day = 0; day < 6; day++) {
            for (int bucket = 0; bucket < 20; bucket++) {
                flood((20 * day + bucket) * EACH, START + day * DAY + bucket * MINUTE);
            }
        }

        // Of all kinds but bands: a flood of templates has none for half of its day.
        assertThat(book.size() - before)
                .isEqualTo((long) LinkBook.MOST_A_KIND * (RINGS.rules().kinds().size() - 1));
        assertThatTheCampaignIsTheOnlyRing();
    }

    @Test
    void whoFirstUsesEightTemplatesTwiceDoesNotHideTheNinth() {
        JudgedAccount attacker = new JudgedAccount(Policies.bare());
        JudgedAccount careless = new JudgedAccount(Policies.bare());
        attacker.judge(START + MINUTE, decoys(EdgeSpotter.MOST_A_KIND, 2));

        assertThat(hubs(careless.judge(START + 2 * MINUTE, harvest(100, MINUTE))))
                .hasSize(4);
        assertThat(hubs(attacker.judge(START + 2 * MINUTE, harvest(100, MINUTE))))
                .hasSize(4);
    }

    @Test
    void aHarvestThatComesCallByCallBehindDecoysIsALinkAtItsEighthCall() {
        JudgedAccount attacker = new JudgedAccount(Policies.bare());
        attacker.judge(START + MINUTE, decoys(EdgeSpotter.MOST_A_KIND, 2));

        for (int call = 1; call <= 20; call++) {
            long at = START + call * MINUTE;
            Judgement judgement = attacker.judge(at + MINUTE, List.of(asking(call, at, 900)));
            assertThat(hubs(judgement)).hasSize(call == EdgeSpotter.LEAST_HEAVY ? 4 : 0);
        }
    }

    /**
     * Blind: whoever uses decoys as often as it harvests. Each further link of a day needs twice the uses of the one
     * before, so hiding 20 calls takes 16 + 8 + 16 others first.
     */
    @Test
    void whoSpendsMoreCallsOnDecoysThanOnTheHarvestHidesItForTheDay() {
        JudgedAccount attacker = new JudgedAccount(Policies.bare());
        attacker.judge(START + MINUTE, decoys(EdgeSpotter.MOST_A_KIND, 2));
        attacker.judge(START + 2 * MINUTE, uses(1_100, 8, MINUTE));
        attacker.judge(START + 3 * MINUTE, uses(1_101, 16, 2 * MINUTE));

        assertThat(hubs(attacker.judge(START + 4 * MINUTE, harvest(20, 3 * MINUTE))))
                .isEmpty();
        assertThat(hubs(attacker.judge(START + 5 * MINUTE, harvest(12, 4 * MINUTE))))
                .hasSize(4);
    }

    private static List<Exchange> decoys(int values, int times) {
        return IntStream.range(0, values * times)
                .mapToObj(i -> asking(i, START, 1_000 + i / times))
                .toList();
    }

    private static List<Exchange> harvest(int calls, long after) {
        return uses(900, calls, after);
    }

    private static List<Exchange> uses(long content, int calls, long after) {
        return IntStream.range(0, calls)
                .mapToObj(i -> asking((int) (after / MINUTE) * 1_000 + i, START + after, content))
                .toList();
    }

    /** The kinds of the links to what the harvest has in common. */
    private static Set<ArtefactKind> hubs(Judgement judgement) {
        return judgement.edges().stream()
                .filter(edge -> edge.artefact() == 900)
                .map(Edge::kind)
                .collect(Collectors.toSet());
    }

    private static Exchange asking(int seed, long time, long content) {
        return new ExchangeMaker(seed)
                .at(time + seed)
                .skeleton(content)
                .system(content)
                .ends(content, content)
                .make();
    }

    private Judgement flood(int from, long at) {
        Judgement judgement = flooder.judge(
                at + MINUTE,
                IntStream.range(from, from + EACH)
                        .mapToObj(i -> exchange("flooder", i, at + i % MINUTE, MILLION + i, MILLION + i))
                        .toList());
        judgement.edges().forEach(book::add);
        return judgement;
    }

    private void othersAndACampaign() {
        for (int i = 0; i < 200; i++) {
            take("customer-" + i, 3 * MILLION + 2 * i, i % 10, 10_000 + i);
        }
        for (int i = 0; i < CAMPAIGN; i++) {
            take("evil-" + i, 4 * MILLION + 2 * i, 900, 1 + i / 4);
        }
    }

    private void take(String account, int own, long system, long card) {
        List<Exchange> asked = IntStream.range(own, own + 2)
                .mapToObj(i -> exchange(account, i, START, system, card))
                .toList();
        new JudgedAccount(account, Policies.bare())
                .judge(START + MINUTE, asked)
                .edges()
                .forEach(book::add);
    }

    private void assertThatTheCampaignIsTheOnlyRing() {
        List<Ring> rings = new RingFinder(RINGS.rules()).find(book.footprints(UnaryOperator.identity()));
        assertThat(rings).singleElement().satisfies(ring -> {
            assertThat(ring.members()).hasSize(CAMPAIGN).allMatch(member -> member.startsWith("evil-"));
            assertThat(ring.attached()).isEmpty();
        });
    }

    private static int bytes(Judgement judgement) {
        return judgement
                .contribution()
                .map(sums -> new ContributionCodec().encode(sums).length)
                .orElse(0);
    }

    /** Everything that can be shared is its own, but for the system text and the card. */
    private static Exchange exchange(String account, int own, long time, long system, long card) {
        TextFeatures text = MODEL.text();
        long value = 10_000_000L + own;
        return new Exchange(
                time,
                account + "-" + own,
                MODEL.origin(),
                MODEL.present(),
                new Exchange.Identity(
                        account, "", "pro", value * MINUTE, card, value, value, value, value, value, value, value, ""),
                MODEL.demand(),
                new Exchange.Supply(200, "stop", 100, 0, 50, 0, false, false, value, false, 900, -value),
                new TextFeatures(
                        text.sketch(),
                        value,
                        system,
                        value,
                        value,
                        value,
                        value,
                        text.marks(),
                        text.elicitation(),
                        text.script(),
                        text.promptCharacters(),
                        text.promptTokens(),
                        text.turns(),
                        text.outputCharacters(),
                        text.structure(),
                        false,
                        0));
    }
}
