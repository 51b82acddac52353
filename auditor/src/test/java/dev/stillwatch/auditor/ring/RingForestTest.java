// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stillwatch.policies.ring.ArtefactKind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class RingForestTest {
    private record Link(String account, Tie tie, long since) {}

    @Test
    void accountsThatShareATieAreARing() {
        RingForest forest = new RingForest();
        forest.link("b", payment(1), 5);
        forest.link("a", payment(1), 5);
        forest.link("c", payment(2), 1);

        assertThat(forest.rings(2))
                .containsExactly(new Ring(new Founding(5, payment(1)), List.of("a", "b"), List.of(payment(1))));
        assertThat(forest.accounts()).isEqualTo(3);
    }

    @Test
    void aChainOfDifferentTiesIsOneRingNamedByTheOldest() {
        RingForest forest = new RingForest();
        forest.link("a", payment(1), 7);
        forest.link("b", payment(1), 7);
        forest.link("b", template(9), 3);
        forest.link("c", template(9), 3);

        Ring ring = forest.rings(3).get(0);

        assertThat(ring.members()).containsExactly("a", "b", "c");
        assertThat(ring.founding()).isEqualTo(new Founding(3, template(9)));
        assertThat(ring.ties()).containsExactly(template(9), payment(1));
    }

    @Test
    void ofTiesOfOneTimeTheLeastIsTheFounding() {
        RingForest forest = new RingForest();
        forest.link("a", payment(-1), 3);
        forest.link("a", payment(2), 3);
        forest.link("b", payment(2), 3);
        forest.link("b", payment(-1), 3);

        assertThat(forest.rings(2).get(0).founding().tie()).isEqualTo(payment(2));
    }

    @Test
    void theEarliestSightOfATieCounts() {
        RingForest forest = new RingForest();
        forest.link("a", payment(1), 9);
        forest.link("b", payment(1), 4);

        assertThat(forest.rings(2).get(0).founding().since()).isEqualTo(4);
    }

    @Test
    void fewerMembersThanAskedForAreNoRing() {
        RingForest forest = new RingForest();
        forest.link("a", payment(1), 1);
        forest.link("b", payment(1), 1);

        assertThat(forest.rings(3)).isEmpty();
        assertThat(new RingForest().rings(2)).isEmpty();
    }

    @Test
    void oneAccountIsNeverARing() {
        assertThatThrownBy(() -> new RingForest().rings(1)).hasMessageContaining("two members");
    }

    @Test
    void theOrderAndRepetitionOfLinksDoNotMatter() {
        for (int seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            List<Link> links = links(random, 400);
            List<Ring> once = formed(links);
            List<Link> again = new ArrayList<>(links);
            again.addAll(links.subList(0, links.size() / 2));
            Collections.shuffle(again, random);

            assertThat(formed(again)).as("seed %d", seed).isEqualTo(once);
        }
    }

    @Test
    void theRingsAreWhatASearchOfTheWholeGraphFinds() {
        for (int seed = 0; seed < 50; seed++) {
            List<Link> links = links(new Random(seed), 50 + seed * 40);

            assertThat(Set.copyOf(formed(links).stream().map(Ring::members).toList()))
                    .as("seed %d", seed)
                    .isEqualTo(searched(links));
        }
    }

    private static List<Ring> formed(List<Link> links) {
        RingForest forest = new RingForest();
        links.forEach(link -> forest.link(link.account(), link.tie(), link.since()));
        return forest.rings(2);
    }

    // Breadth first from every account: slow and plain.
    private static Set<List<String>> searched(List<Link> links) {
        Map<String, List<Tie>> used = new HashMap<>();
        Map<Tie, List<String>> users = new HashMap<>();
        for (Link link : links) {
            used.computeIfAbsent(link.account(), a -> new ArrayList<>()).add(link.tie());
            users.computeIfAbsent(link.tie(), a -> new ArrayList<>()).add(link.account());
        }
        Set<List<String>> rings = new HashSet<>();
        for (String start : used.keySet()) {
            TreeSet<String> reached = new TreeSet<>(Set.of(start));
            Deque<String> open = new ArrayDeque<>(reached);
            while (!open.isEmpty()) {
                for (Tie tie : used.getOrDefault(open.pop(), List.of())) {
                    for (String next : users.getOrDefault(tie, List.of())) {
                        if (reached.add(next)) {
                            open.push(next);
                        }
                    }
                }
            }
            if (reached.size() > 1) {
                rings.add(List.copyOf(reached));
            }
        }
        return rings;
    }

    private static List<Link> links(Random random, int count) {
        List<Link> links = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int artefact = random.nextInt(300);
            Tie what = artefact % 2 == 0 ? payment(artefact) : template(artefact);
            links.add(new Link("acct-" + random.nextInt(300), what, 1_000 + artefact / 10));
        }
        return links;
    }

    private static Tie payment(long value) {
        return Tie.of(new Artefact(ArtefactKind.PAYMENT, value));
    }

    private static Tie template(long value) {
        return Tie.of(new Artefact(ArtefactKind.SKELETON, value));
    }
}
