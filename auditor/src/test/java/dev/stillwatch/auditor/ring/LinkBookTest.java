// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.ring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.policies.ring.ArtefactKind;
import dev.stillwatch.policies.ring.Edge;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class LinkBookTest {
    private static final long DAY = 86_400_000;
    private static final Set<ArtefactKind> KINDS = Set.of(ArtefactKind.SKELETON, ArtefactKind.PAYMENT);

    private final LinkBook book = book();

    @Test
    void theEarliestSightAndTheLatestDaysCountsAreKept() {
        book.add(edge("a", 7, 0, 2, 10, 500));
        book.add(edge("a", 7, DAY, 3, 4, DAY + 100));
        book.add(edge("a", 7, 0, 2, 10, 400));
        book.add(edge("b", 7, 0, 2, 10, 600));

        assertThat(book.share("a", template(7))).isEqualTo(0.75);
        assertThat(book.footprints(UnaryOperator.identity()))
                .containsExactlyInAnyOrder(
                        new Footprint("a", "a", List.of(new Footprint.Sighting(template(7), 400))),
                        new Footprint("b", "b", List.of(new Footprint.Sighting(template(7), 600))));
    }

    @Test
    void whatOnlyOneAccountHasStandsInNoFootprint() {
        book.add(edge("a", 7, 0, 2, 10, 400));
        book.add(edge("b", 8, 0, 2, 10, 400));

        assertThat(book.footprints(UnaryOperator.identity()))
                .containsExactlyInAnyOrder(new Footprint("a", "a", List.of()), new Footprint("b", "b", List.of()));
    }

    @Test
    void theOrderOfEdgesDoesNotMatter() {
        Random random = new Random(4);
        List<Edge> edges = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            long day = random.nextInt(3) * DAY;
            edges.add(edge(
                    "a" + random.nextInt(5),
                    random.nextInt(20),
                    day,
                    1 + random.nextInt(4),
                    4 + random.nextInt(9),
                    day + random.nextInt(1_000)));
        }
        Set<Footprint> inOrder = new HashSet<>(sorted(filled(edges)));
        List<Double> shares = shares(filled(edges));
        for (int trial = 0; trial < 20; trial++) {
            Collections.shuffle(edges, random);
            assertThat(new HashSet<>(sorted(filled(edges)))).isEqualTo(inOrder);
            assertThat(shares(filled(edges))).isEqualTo(shares);
        }
    }

    @Test
    void aLinkIsLiveForItsTimeAfterTheStartOfItsLastDay() {
        book.add(edge("a", 7, 0, 2, 10, 500));
        book.add(edge("a", 8, DAY, 2, 10, DAY + 500));

        assertThat(book.expire(7 * DAY - 1)).isEmpty();
        assertThat(book.expire(7 * DAY)).extracting(LinkBook.Change::artefact).containsExactly(template(7));
        assertThat(book.size()).isEqualTo(1);
        assertThat(book.expire(8 * DAY)).hasSize(1);
        assertThat(book.footprints(UnaryOperator.identity())).isEmpty();
    }

    @Test
    void otherKindsArePassedOver() {
        Edge network = new Edge("a", ArtefactKind.NETWORK, 5, 0, 1, 1, 10);

        assertThat(book.add(network)).isEmpty();
        assertThat(book.size()).isZero();
    }

    @Test
    void whoInventsArtefactsPushesOutItsOwnOldestAlone() {
        book.add(new Edge("a", ArtefactKind.PAYMENT, 1, 0, 1, 1, 0));
        book.add(edge("b", 3, 0, 2, 2, 0));
        for (int i = 0; i < 1_000_000; i++) {
            book.add(edge("a", 100 + i, 0, 2, 2, i + 1L));
        }

        assertThat(book.size()).isEqualTo(2 + LinkBook.MOST_A_KIND);
        assertThat(book.share("a", template(1_000_099))).isEqualTo(1);
        assertThat(book.share("a", template(100))).isZero();
        assertThat(book.share("b", template(3))).isEqualTo(1);
    }

    @Test
    void whatHasToBeKeptMakesAnEqualBook() {
        Random random = new Random(9);
        LinkBook restored = book();
        Map<String, LinkBook.Change> kept = new HashMap<>();
        for (int i = 0; i < 400; i++) {
            long day = i / 100 * DAY;
            List<LinkBook.Change> changes =
                    new ArrayList<>(book.add(edge("a" + random.nextInt(3), random.nextInt(60), day, 1, 2, day + i)));
            changes.addAll(book.expire(day));
            changes.forEach(change -> kept.put(change.account() + change.artefact(), change));
        }
        kept.values()
                .forEach(change ->
                        change.now().ifPresent(link -> restored.restore(change.account(), change.artefact(), link)));

        assertThat(new HashSet<>(sorted(restored))).isEqualTo(new HashSet<>(sorted(book)));
    }

    @Test
    void onlyWhatChangesFootprintsAsksForAnotherSearch() {
        book.add(edge("a", 7, 0, 2, 10, 500));
        book.footprints(UnaryOperator.identity());
        assertThat(book.hasChanged()).isFalse();

        book.add(edge("a", 7, DAY, 3, 9, DAY + 10));
        assertThat(book.hasChanged()).isFalse();

        book.add(edge("a", 8, DAY, 3, 9, DAY + 10));
        assertThat(book.hasChanged()).isFalse();

        book.add(edge("b", 9, DAY, 3, 9, DAY + 10));
        assertThat(book.hasChanged()).as("another account").isTrue();
        book.footprints(UnaryOperator.identity());

        book.add(edge("b", 8, DAY, 3, 9, DAY + 10));
        assertThat(book.hasChanged()).as("an artefact's second account").isTrue();
        book.footprints(UnaryOperator.identity());

        book.add(edge("b", 8, DAY, 3, 9, DAY + 5));
        assertThat(book.hasChanged()).as("an earlier sight of what is shared").isTrue();
        book.footprints(UnaryOperator.identity());

        book.expire(7 * DAY);
        assertThat(book.hasChanged()).as("what one account alone had").isFalse();
        book.expire(8 * DAY);
        assertThat(book.hasChanged()).as("what was shared").isTrue();
    }

    @Test
    void aHashForTheGroupIsFoundByTheAccountsThatHaveTheArtefactOnTheLastDayThatNamesOne() {
        List<Edge> edges = new ArrayList<>(List.of(
                shared("a", 7, 0, 11),
                shared("b", 7, DAY, 12),
                shared("c", 7, DAY, 13),
                shared("d", 7, 2 * DAY, 0),
                shared("e", 7, 3 * DAY, 99)));
        Random random = new Random(3);
        for (int trial = 0; trial < 20; trial++) {
            Collections.shuffle(edges, random);
            LinkBook filled = filled(edges);
            assertThat(filled.shared(template(7), List.of("a", "b", "c", "d", "f")))
                    .isEqualTo(13);
            assertThat(filled.shared(template(7), List.of("d"))).isZero();
            assertThat(filled.shared(template(8), List.of("a"))).isZero();
            assertThat(filled.size()).isEqualTo(5);
        }
    }

    @Test
    void aHashForTheGroupIsThatOfTheLastDayInAnyOrder() {
        Edge first = shared("a", 7, 0, 12);
        Edge second = shared("a", 7, DAY, 11);

        assertThat(filled(List.of(first, second)).shared(template(7), List.of("a")))
                .isEqualTo(11);
        assertThat(filled(List.of(second, first)).shared(template(7), List.of("a")))
                .isEqualTo(11);
    }

    private static Edge shared(String account, long value, long epoch, long hash) {
        return new Edge(account, ArtefactKind.SKELETON, value, epoch, 1, 2, epoch + 5, hash);
    }

    private static LinkBook book() {
        return new LinkBook(KINDS, 7 * DAY);
    }

    private static LinkBook filled(List<Edge> edges) {
        LinkBook filled = book();
        edges.forEach(filled::add);
        return filled;
    }

    private static List<Double> shares(LinkBook book) {
        List<Double> shares = new ArrayList<>();
        for (int account = 0; account < 5; account++) {
            for (int value = 0; value < 20; value++) {
                shares.add(book.share("a" + account, template(value)));
            }
        }
        return shares;
    }

    private static List<Footprint> sorted(LinkBook book) {
        return book.footprints(UnaryOperator.identity()).stream()
                .map(footprint -> new Footprint(
                        footprint.account(),
                        footprint.party(),
                        footprint.sightings().stream()
                                .sorted((one, other) -> one.artefact().compareTo(other.artefact()))
                                .toList()))
                .toList();
    }

    private static Edge edge(String account, long value, long epoch, long count, long of, long asOf) {
        return new Edge(account, ArtefactKind.SKELETON, value, epoch, count, of, asOf);
    }

    private static Artefact template(long value) {
        return new Artefact(ArtefactKind.SKELETON, value);
    }
}
