// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Who owns what. */
class RendezvousTest {
    private static final int KEYS = 20_000;
    private static final List<String> NAMES = List.of("a", "b", "c", "limiter-10", "limiter-11");

    @Test
    void eachNodeHasItsShareWithinATenth() {
        for (int nodes = 2; nodes <= NAMES.size(); nodes++) {
            int[] owned = new int[nodes];
            for (int key = 0; key < KEYS; key++) {
                owned[owner(NAMES.subList(0, nodes), key)]++;
            }
            int fair = KEYS / nodes;
            assertThat(Arrays.stream(owned).boxed())
                    .allSatisfy(count -> assertThat(count).isBetween(fair * 9 / 10, fair * 11 / 10));
        }
    }

    @Test
    void aNodeThatGoesMovesItsOwnKeysOnlyAndSpreadsThem() {
        List<String> fewer = NAMES.subList(0, 4);
        int[] heirs = new int[4];
        for (int key = 0; key < KEYS; key++) {
            int before = owner(NAMES, key);
            int after = owner(fewer, key);
            if (before < 4) {
                assertThat(after).isEqualTo(before);
            } else {
                heirs[after]++;
            }
        }
        int fair = KEYS / 5 / 4;
        assertThat(Arrays.stream(heirs).boxed())
                .allSatisfy(count -> assertThat(count).isBetween(fair * 8 / 10, fair * 12 / 10));
    }

    @Test
    void theOrderOfTheListDoesNotMatter() {
        List<String> turned = List.of("limiter-11", "c", "a", "limiter-10", "b");
        IntStream.range(0, KEYS)
                .forEach(key -> assertThat(turned.get(owner(turned, key))).isEqualTo(NAMES.get(owner(NAMES, key))));
    }

    @Test
    void textsAreNotJoined() {
        assertThat(Rendezvous.key("ab", "c")).isNotEqualTo(Rendezvous.key("a", "bc"));
        assertThat(Rendezvous.key("a", "")).isNotEqualTo(Rendezvous.key("a"));
    }

    /** Nodes of different builds must agree for ever. */
    @Test
    void theHashIsPinned() {
        assertThat(Rendezvous.key("acct-1")).isEqualTo(-8504318523881941243L);
        assertThat(Rendezvous.score(Rendezvous.key("a"), Rendezvous.key("acct-1")))
                .isEqualTo(-6002912019174892821L);
    }

    private static int owner(List<String> names, int number) {
        long key = Rendezvous.key("acct-" + number);
        int best = 0;
        for (int i = 1; i < names.size(); i++) {
            if (Long.compareUnsigned(score(names.get(i), key), score(names.get(best), key)) > 0) {
                best = i;
            }
        }
        return best;
    }

    private static long score(String name, long key) {
        return Rendezvous.score(Rendezvous.key(name), key);
    }
}
