// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.adjudicate;

import static dev.stillwatch.auditor.adjudicate.JudgedAccount.MINUTE;
import static dev.stillwatch.auditor.adjudicate.JudgedAccount.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.stillwatch.auditor.adjudicate.EdgeSpotter.Spotted;
import dev.stillwatch.auditor.profile.ExchangeMaker;
import dev.stillwatch.auditor.profile.Measure;
import dev.stillwatch.auditor.profile.Policies;
import dev.stillwatch.auditor.profile.Sample;
import dev.stillwatch.auditor.profile.Tally;
import dev.stillwatch.policies.exchange.Exchange;
import dev.stillwatch.policies.ring.ArtefactKind;
import dev.stillwatch.policies.ring.Edge;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EdgeSpotterTest {
    private static final long NOON = START + ExchangeMaker.DAY / 2;

    @Test
    void aSystemTextIsALinkAtFirstSight() {
        List<Exchange> bucket = made(0, 50, m -> m.system(9));
        bucket.addAll(made(50, 1, m -> m.system(77)));

        assertThat(of(spot(bucket, Seen.NOTHING), ArtefactKind.SYSTEM))
                .extracting(Edge::artefact, Edge::count, Edge::of)
                .containsExactly(tuple(9L, 50L, 51L), tuple(77L, 1L, 51L));
    }

    @Test
    void kindsThatTieNobodyAreNotWritten() {
        List<Exchange> bucket = made(0, 50, m -> m.system(9));

        assertThat(EdgeSpotter.spot(
                                "acct-1", NOON + MINUTE, bucket, Tally.EMPTY, Set.of(ArtefactKind.SYSTEM), Seen.NOTHING)
                        .edges())
                .extracting(Edge::kind)
                .containsOnly(ArtefactKind.SYSTEM);
    }

    @Test
    void ofManySystemTextsOnlyTheMostUsedAreLinks() {
        List<Exchange> bucket = new ArrayList<>();
        IntStream.range(0, 30).forEach(i -> bucket.addAll(made(10 * i, 1 + i % 10, m -> m.system(1_000 + i))));

        assertThat(of(spot(bucket, Seen.NOTHING), ArtefactKind.SYSTEM))
                .hasSize(EdgeSpotter.MOST_A_KIND)
                .allSatisfy(edge -> assertThat(edge.count()).isGreaterThanOrEqualTo(8));
    }

    @ParameterizedTest
    @EnumSource(names = {"OPENING", "CLOSING"})
    void aSharedEndOfPromptsIsALinkOnceADay(ArtefactKind kind) {
        List<Exchange> bucket = made(0, 38, m -> m);
        bucket.addAll(made(38, 2, m -> shared(kind, m)));

        Spotted spotted = spot(bucket, Seen.NOTHING);

        assertThat(of(spotted, kind)).singleElement().satisfies(edge -> {
            assertThat(edge.artefact()).isEqualTo(4242);
            assertThat(edge.count()).isEqualTo(2);
            assertThat(edge.of()).isEqualTo(40);
            assertThat(edge.epoch()).isEqualTo(START);
        });
        assertThat(of(spot(bucket, spotted.seen()), kind))
                .extracting(Edge::artefact)
                .doesNotContain(4242L);
    }

    @ParameterizedTest
    @EnumSource(names = {"OPENING", "CLOSING"})
    void anEndThatComesOnceIsNoLink(ArtefactKind kind) {
        List<Exchange> once = made(0, 5, m -> m);
        once.addAll(made(5, 1, m -> shared(kind, m)));

        assertThat(of(spot(once, Seen.NOTHING), kind)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"OPENING", "CLOSING"})
    void anEndThatComesBackBehindManyOthersIsALink(ArtefactKind kind) {
        Seen seen = spot(made(0, 1, m -> shared(kind, m)), Seen.NOTHING).seen();
        for (int i = 1; i <= 40; i++) {
            seen = spot(
                            made(
                                    i,
                                    1,
                                    m -> m.ends(
                                            m.make().text().prompt(),
                                            -m.make().text().prompt())),
                            seen)
                    .seen();
        }

        assertThat(of(spot(made(41, 1, m -> shared(kind, m)), seen), kind))
                .extracting(Edge::artefact)
                .contains(4242L);
    }

    @Test
    void aDayThatUsesItsLinksAgainHasNothingMoreToRemember() {
        List<Exchange> bucket = new ArrayList<>();
        IntStream.range(0, EdgeSpotter.MOST_A_KIND).forEach(i -> bucket.addAll(made(10 * i, 9, m -> m.system(1 + i))));
        Seen first = spot(bucket, Seen.NOTHING).seen();

        assertThat(first.heavy()).isEqualTo(HeavyUse.NONE);
        assertThat(spot(bucket, first).seen().heavy()).isEqualTo(HeavyUse.NONE);
    }

    @ParameterizedTest
    @EnumSource(names = {"OPENING", "CLOSING"})
    void usesOfEarlierBucketsCount(ArtefactKind kind) {
        JudgedAccount account = new JudgedAccount(Policies.bare());
        assertThat(of(
                        account.judge(NOON + MINUTE, made(0, 1, m -> shared(kind, m)))
                                .edges(),
                        kind))
                .isEmpty();

        List<Edge> second = account.judge(NOON + 2 * MINUTE, made(1, 1, m -> shared(kind, m.at(NOON + MINUTE))))
                .edges();

        assertThat(of(second, kind)).singleElement().satisfies(edge -> {
            assertThat(edge.artefact()).isEqualTo(4242);
            assertThat(edge.count()).isEqualTo(2);
            assertThat(edge.of()).isEqualTo(2);
        });
    }

    @Test
    void theOrderOfExchangesDoesNotMatter() {
        List<Exchange> bucket = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            long end = i % 7;
            bucket.addAll(
                    made(i, 1, m -> m.system(10 + end).ends(20 + end, 30 + end).skeleton(40 + end)));
        }
        Spotted inOrder = spot(bucket, Seen.NOTHING);
        assertThat(inOrder.edges())
                .extracting(Edge::kind)
                .contains(ArtefactKind.SYSTEM, ArtefactKind.OPENING, ArtefactKind.CLOSING);

        Random random = new Random(11);
        for (int trial = 0; trial < 20; trial++) {
            Collections.shuffle(bucket, random);
            assertThat(spot(bucket, Seen.NOTHING)).isEqualTo(inOrder);
        }
    }

    @Test
    void aTemplateCarriesItsHashForTheGroupAndNothingElseDoes() {
        List<Exchange> bucket = made(0, 3, m -> m.system(9).skeleton(41).shared(77));
        bucket.addAll(made(3, 2, m -> m.skeleton(42)));

        List<Edge> edges = spot(bucket, Seen.NOTHING).edges();

        assertThat(of(edges, ArtefactKind.SKELETON))
                .extracting(Edge::artefact, Edge::shared)
                .containsExactly(tuple(41L, 77L), tuple(42L, 0L));
        assertThat(edges)
                .filteredOn(edge -> edge.kind() != ArtefactKind.SKELETON)
                .isNotEmpty()
                .allSatisfy(edge -> {
                    assertThat(edge.shared()).isZero();
                    assertThat(edge.artefact()).isNotEqualTo(77);
                });
    }

    /** The bucket as the first of its day. */
    private static Spotted spot(List<Exchange> bucket, Seen before) {
        Tally.Builder today = new Tally.Builder();
        for (Exchange exchange : bucket) {
            today.add(Measure.EXCHANGES).seen(Sample.SKELETONS, exchange.text().skeleton());
        }
        return EdgeSpotter.spot(
                "acct-1", NOON + MINUTE, bucket, today.build(), EnumSet.allOf(ArtefactKind.class), before);
    }

    private static ExchangeMaker shared(ArtefactKind kind, ExchangeMaker maker) {
        long own = maker.make().text().prompt();
        return kind == ArtefactKind.OPENING ? maker.ends(4242, own) : maker.ends(own, 4242);
    }

    private static List<Exchange> made(int from, int count, UnaryOperator<ExchangeMaker> with) {
        List<Exchange> made = new ArrayList<>();
        for (int i = from; i < from + count; i++) {
            made.add(with.apply(new ExchangeMaker(i).at(NOON + i)).make());
        }
        return made;
    }

    private static List<Edge> of(Spotted spotted, ArtefactKind kind) {
        return of(spotted.edges(), kind);
    }

    private static List<Edge> of(List<Edge> edges, ArtefactKind kind) {
        return edges.stream().filter(edge -> edge.kind() == kind).toList();
    }
}
