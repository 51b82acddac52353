// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stillwatch.policies.ring.ArtefactKind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class RingForestTest {
    private record Tied(Tie tie, List<String> members, long since) {}

    @Test
    void accountsThatAreTiedAreARing() {
        RingForest forest = new RingForest();
        forest.tie(tie(1), List.of("b", "a"), List.of(), 5);
        forest.tie(tie(2), List.of("c"), List.of(), 1);

        assertThat(forest.rings(2))
                .containsExactly(new Ring(new Founding(5, hub(1)), List.of("a", "b"), List.of(), List.of(tie(1))));
        assertThat(forest.accounts()).isEqualTo(3);
    }

    @Test
    void tiesThatShareAnAccountAreOneRingNamedByTheOldest() {
        RingForest forest = new RingForest();
        forest.tie(tie(1), List.of("a", "b"), List.of(), 7);
        forest.tie(tie(9), List.of("b", "c"), List.of(), 3);

        Ring ring = forest.rings(3).get(0);

        assertThat(ring.members()).containsExactly("a", "b", "c");
        assertThat(ring.founding()).isEqualTo(new Founding(3, hub(9)));
        assertThat(ring.ties()).containsExactly(tie(1), tie(9));
    }

    @Test
    void ofHubsOfOneTimeTheLeastIsTheFounding() {
        RingForest forest = new RingForest();
        forest.tie(tie(-1), List.of("a", "b"), List.of(), 3);
        forest.tie(tie(2), List.of("b", "a"), List.of(), 3);

        assertThat(forest.rings(2).get(0).founding().hub()).isEqualTo(hub(2));
    }

    @Test
    void theEarliestSightOfAHubCounts() {
        RingForest forest = new RingForest();
        forest.tie(tie(1), List.of("a"), List.of(), 9);
        forest.tie(tie(1), List.of("b"), List.of(), 0);

        assertThat(forest.rings(2).get(0).founding().since()).isZero();
    }

    @Test
    void aHubThatTwoKindsCorroborateHasTwoTies() {
        RingForest forest = new RingForest();
        Tie other = new Tie(hub(1), ArtefactKind.NETWORK, new Coincidence(10, 3, 2, 1));
        forest.tie(tie(1), List.of("a", "b"), List.of(), 1);
        forest.tie(other, List.of("a", "b"), List.of(), 1);

        assertThat(forest.rings(2).get(0).ties()).containsExactly(tie(1), other);
        assertThat(forest.rings(2).get(0).families())
                .containsExactlyInAnyOrder(EdgeFamily.CONTENT, EdgeFamily.IDENTITY, EdgeFamily.NETWORK);
    }

    @Test
    void fewerMembersThanAskedForAreNoRing() {
        RingForest forest = new RingForest();
        forest.tie(tie(1), List.of("a", "b"), List.of(), 1);

        assertThat(forest.rings(3)).isEmpty();
        assertThat(new RingForest().rings(2)).isEmpty();
    }

    @Test
    void whoIsAttachedJoinsNothingAndIsPlacedOnce() {
        RingForest forest = new RingForest();
        forest.tie(tie(1), List.of("a", "b"), List.of("x", "y", "c"), 5);
        forest.tie(tie(2), List.of("c", "d"), List.of("x", "a"), 3);

        List<Ring> rings = forest.rings(2);

        assertThat(rings).extracting(Ring::members).containsExactly(List.of("c", "d"), List.of("a", "b"));
        assertThat(rings).extracting(Ring::attached).containsExactly(List.of("x"), List.of("y"));
    }

    @Test
    void oneAccountIsNeverARing() {
        assertThatThrownBy(() -> new RingForest().rings(1)).hasMessageContaining("two members");
    }

    @Test
    void theOrderAndRepetitionOfTiesDoNotMatter() {
        for (int seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            List<Tied> ties = ties(random, 80);
            List<Ring> once = grown(ties);
            List<Tied> again = new ArrayList<>(ties);
            again.addAll(ties.subList(0, 40));
            Collections.shuffle(again, random);

            assertThat(grown(again)).as("seed %d", seed).isEqualTo(once);
        }
    }

    @Test
    void theRingsAreWhatASearchOfTheWholeGraphFinds() {
        for (int seed = 0; seed < 50; seed++) {
            List<Tied> ties = ties(new Random(seed), 5 + 2 * seed);

            assertThat(Set.copyOf(grown(ties).stream().map(Ring::members).toList()))
                    .as("seed %d", seed)
                    .isEqualTo(searched(ties));
        }
    }

    private static List<Ring> grown(List<Tied> ties) {
        RingForest forest = new RingForest();
        ties.forEach(tied -> forest.tie(tied.tie(), tied.members(), List.of(), tied.since()));
        return forest.rings(2);
    }

    // From every account, over all ties, again and again: slow and plain.
    private static Set<List<String>> searched(List<Tied> ties) {
        Set<List<String>> rings = new HashSet<>();
        for (Tied first : ties) {
            TreeSet<String> reached = new TreeSet<>(first.members());
            Deque<String> open = new ArrayDeque<>(reached);
            while (!open.isEmpty()) {
                String account = open.pop();
                for (Tied tied : ties) {
                    for (String next : tied.members().contains(account) ? tied.members() : List.<String>of()) {
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

    private static List<Tied> ties(Random random, int count) {
        List<Tied> ties = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            List<String> members = new ArrayList<>();
            for (int member = 0; member < 3; member++) {
                members.add("acct-" + random.nextInt(300));
            }
            int hub = random.nextInt(1_000_000);
            ties.add(new Tied(tie(hub), members, 1_000 + hub / 100_000));
        }
        return ties;
    }

    private static Tie tie(long value) {
        return new Tie(hub(value), ArtefactKind.PAYMENT, new Coincidence(10, 3, 2, 1));
    }

    private static Artefact hub(long value) {
        return new Artefact(ArtefactKind.SKELETON, value);
    }
}
