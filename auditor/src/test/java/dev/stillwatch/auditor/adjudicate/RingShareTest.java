// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.adjudicate;

import static dev.stillwatch.auditor.adjudicate.JudgedAccount.MINUTE;
import static dev.stillwatch.auditor.adjudicate.JudgedAccount.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.auditor.profile.BandSum;
import dev.stillwatch.auditor.profile.ExchangeMaker;
import dev.stillwatch.auditor.profile.Policies;
import dev.stillwatch.policies.exchange.Exchange;
import dev.stillwatch.policies.exchange.Field;
import dev.stillwatch.policies.exchange.TextFeatures.Script;
import dev.stillwatch.policies.ring.ArtefactKind;
import dev.stillwatch.policies.ring.Edge;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RingShareTest {
    private static final long DAY = ExchangeMaker.DAY;
    private static final long NOON = START + DAY / 2;

    private final JudgedAccount account = new JudgedAccount(Policies.bare());

    @Test
    void anArtefactIsWrittenOnceADayWithTheDaysCounts() {
        List<Edge> first =
                account.judge(NOON + MINUTE, made(0, 5, NOON, m -> m)).edges();
        assertThat(of(first, ArtefactKind.PAYMENT)).singleElement().satisfies(edge -> {
            assertThat(edge.count()).isEqualTo(5);
            assertThat(edge.of()).isEqualTo(5);
            assertThat(edge.epoch()).isEqualTo(START);
        });
        assertThat(lasting(account.judge(NOON + 61 * MINUTE, made(5, 5, NOON + 60 * MINUTE, m -> m))
                        .edges()))
                .isEmpty();
        List<Edge> moved = account.judge(
                        NOON + 62 * MINUTE, made(10, 3, NOON + 61 * MINUTE, m -> m.from(77, 8, Script.LATIN)))
                .edges();
        assertThat(lasting(moved)).singleElement().satisfies(edge -> {
            assertThat(edge.kind()).isEqualTo(ArtefactKind.NETWORK);
            assertThat(edge.count()).isEqualTo(3);
            assertThat(edge.of()).isEqualTo(13);
        });
        assertThat(account.judge(NOON + DAY + MINUTE, made(20, 1, NOON + DAY, m -> m))
                        .edges())
                .extracting(Edge::kind)
                .contains(ArtefactKind.PAYMENT, ArtefactKind.NETWORK);
    }

    @Test
    void onlyATemplateThatComesAgainIsALink() {
        assertThat(of(account.judge(NOON + MINUTE, made(0, 6, NOON, m -> m)).edges(), ArtefactKind.SKELETON))
                .isEmpty();
        assertThat(of(template(10, 1, NOON + MINUTE), ArtefactKind.SKELETON)).isEmpty();
        assertThat(of(template(11, 1, NOON + 2 * MINUTE), ArtefactKind.SKELETON))
                .singleElement()
                .satisfies(edge -> {
                    assertThat(edge.artefact()).isEqualTo(4242);
                    assertThat(edge.count()).isEqualTo(2);
                    assertThat(edge.of()).isEqualTo(8);
                });
    }

    /** What does not wait for a second sight, which different values have by chance too. */
    private static List<Edge> lasting(List<Edge> edges) {
        return edges.stream().filter(edge -> !SecondSight.concerns(edge.kind())).toList();
    }

    @Test
    void accountsThatAskAboutOneThingWithOneTemplateShareBandsFromSixteenPromptsOn() {
        List<Edge> early = account.judge(
                        NOON + MINUTE,
                        made(0, HubSketch.LEAST - 1, NOON, m -> m.sketch(5, 0.4).skeleton(7)))
                .edges();
        assertThat(of(early, ArtefactKind.SKETCH_BAND)).isEmpty();
        List<Edge> due = account.judge(
                        NOON + 2 * MINUTE,
                        made(19, 41, NOON + MINUTE, m -> m.sketch(5, 0.4).skeleton(7)))
                .edges();
        assertThat(of(due, ArtefactKind.SKETCH_BAND))
                .hasSize(BandSum.BANDS)
                .allSatisfy(edge -> assertThat(edge.count()).isEqualTo(56));
        List<Edge> same = bands(made(500, 60, NOON, m -> m.sketch(5, 0.4).skeleton(7)));
        List<Edge> other = bands(made(900, 60, NOON, m -> m.sketch(6, 0.4).skeleton(7)));
        assertThat(shared(due, same)).isGreaterThanOrEqualTo(4);
        assertThat(shared(due, other)).isZero();
    }

    @Test
    void whatElseAnAccountAsksForDoesNotMoveThem() {
        List<Exchange> covered =
                new ArrayList<>(made(0, 60, NOON, m -> m.sketch(5, 0.4).skeleton(7)));
        covered.addAll(made(60, 90, NOON, m -> m.sketch(6, 0.4)));
        List<Edge> alone = bands(made(0, 60, NOON, m -> m.sketch(5, 0.4).skeleton(7)));

        assertThat(bands(covered))
                .extracting(Edge::artefact)
                .isEqualTo(alone.stream().map(Edge::artefact).toList());
        assertThat(bands(covered)).allSatisfy(edge -> assertThat(edge.of()).isEqualTo(150));
    }

    /** Of a frame whose words are no instructions to us every payload makes a template of its own. */
    @Test
    void accountsWhosePromptsBeginOrEndAlikeShareBandsToo() {
        List<Edge> begins = account.judge(
                        NOON + MINUTE,
                        made(
                                0,
                                40,
                                NOON,
                                m -> m.sketch(5, 0.4).ends(7, m.make().text().prompt())))
                .edges();
        List<Edge> ends = new JudgedAccount(Policies.bare())
                .judge(
                        NOON + MINUTE,
                        made(
                                500,
                                40,
                                NOON,
                                m -> m.sketch(5, 0.4).ends(m.make().text().prompt(), 7)))
                .edges();

        assertThat(of(begins, ArtefactKind.SKETCH_BAND)).hasSize(BandSum.BANDS);
        assertThat(of(ends, ArtefactKind.SKETCH_BAND)).hasSize(BandSum.BANDS);
    }

    @Test
    void theEndsOfYesterdayDoNotCountToday() {
        account.judge(NOON + MINUTE, made(0, 200, NOON, m -> m.sketch(5, 0.4).ends(7, 7)));

        assertThat(of(
                        account.judge(NOON + DAY + MINUTE, made(200, 60, NOON + DAY, m -> m.sketch(5, 0.4)))
                                .edges(),
                        ArtefactKind.SKETCH_BAND))
                .isEmpty();
    }

    /** The blind case: each prompt in words of its own. */
    @Test
    void promptsWithoutATemplateOrAnEndInCommonMakeNoBands() {
        assertThat(bands(made(0, 60, NOON, m -> m.sketch(5, 0.4)))).isEmpty();
    }

    @Test
    void whatStillwatchLimitedAndWhatIsThreeDaysLateLinksNothing() {
        account.judge(NOON + 3 * DAY + MINUTE, made(0, 1, NOON + 3 * DAY, m -> m));
        assertThat(account.judge(NOON + 3 * DAY + 2 * MINUTE, made(1, 3, NOON, m -> m.from(9, 9, Script.LATIN)))
                        .edges())
                .isEmpty();
        assertThat(account.judge(
                                NOON + 3 * DAY + 3 * MINUTE,
                                made(
                                        5,
                                        3,
                                        NOON + 3 * DAY,
                                        m -> m.from(11, 11, Script.LATIN).limited()))
                        .edges())
                .isEmpty();
        assertThat(account.judge(
                                NOON + 3 * DAY + 4 * MINUTE,
                                made(9, 1, NOON + 3 * DAY, m -> m.lacks(Field.ASN, Field.CREATED)))
                        .edges())
                .isEmpty();
    }

    @Test
    void whatIsADayLateLinksInTheDayInWhichItIsJudged() {
        account.judge(NOON + DAY + MINUTE, made(0, 1, NOON + DAY, m -> m));
        assertThat(of(
                        account.judge(NOON + DAY + 2 * MINUTE, made(1, 3, NOON, m -> m.skeleton(4242)))
                                .edges(),
                        ArtefactKind.SKELETON))
                .singleElement()
                .satisfies(edge -> assertThat(edge.epoch()).isEqualTo(START + DAY));
    }

    private List<Edge> template(int seed, int count, long at) {
        return account.judge(at + MINUTE, made(seed, count, at, m -> m.skeleton(4242)))
                .edges();
    }

    private static List<Exchange> made(int from, int count, long at, UnaryOperator<ExchangeMaker> with) {
        return IntStream.range(from, from + count)
                .mapToObj(
                        i -> with.apply(new ExchangeMaker(i).at(at + i % 1_000)).make())
                .toList();
    }

    private static List<Edge> of(List<Edge> edges, ArtefactKind kind) {
        return edges.stream().filter(edge -> edge.kind() == kind).toList();
    }

    /** The bands of a new account that asks for so much at once. */
    private static List<Edge> bands(List<Exchange> bucket) {
        return of(
                new JudgedAccount(Policies.bare()).judge(NOON + MINUTE, bucket).edges(), ArtefactKind.SKETCH_BAND);
    }

    private static long shared(List<Edge> some, List<Edge> others) {
        List<Long> bands = of(others, ArtefactKind.SKETCH_BAND).stream()
                .map(Edge::artefact)
                .toList();
        return of(some, ArtefactKind.SKETCH_BAND).stream()
                .filter(edge -> bands.contains(edge.artefact()))
                .count();
    }
}
