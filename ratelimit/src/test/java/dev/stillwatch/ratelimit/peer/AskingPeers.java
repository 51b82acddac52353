// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stillwatch.ratelimit.TestClock;
import dev.stillwatch.ratelimit.apply.Counting;
import dev.stillwatch.ratelimit.apply.Taking;
import dev.stillwatch.ratelimit.count.Counters;
import dev.stillwatch.ratelimit.count.WindowPlan;
import dev.stillwatch.ratelimit.decide.Entry;
import dev.stillwatch.ratelimit.decide.UndecidedException;
import dev.stillwatch.ratelimit.decide.Unit;
import dev.stillwatch.ratelimit.peer.ScriptedLink.Does;
import dev.stillwatch.ratelimit.snapshot.LastStates;
import dev.stillwatch.ratelimit.standing.Drawing;
import dev.stillwatch.ratelimit.standing.OwnDraws;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Three nodes as the first of them sees them, over ways that do as they are told; tests of it extend this. */
abstract class AskingPeers {
    static final List<String> SUBJECTS = List.of("account");
    static final Duration QUIET = Duration.ofMillis(80);
    static final Duration AWAY = Duration.ofSeconds(1);

    final Map<String, ScriptedLink> links = Map.of("b", new ScriptedLink(), "c", new ScriptedLink());
    final AtomicLong nanos = new AtomicLong();
    final Peers peers = new Peers(
            NodeList.parse("a", "a=h:1,b=h:2,c=h:3"),
            node -> link(node.name()),
            new Patience(Duration.ofMillis(20), Duration.ofMillis(20), QUIET, AWAY, 4),
            nanos::get);
    final Counters counters = new Counters(new TestClock(), 100);
    final PeerCounts counts = new PeerCounts(new Counting(counters), peers);
    final OwnDraws own = new OwnDraws(nanos::get, 100, LastStates.NONE, new TestClock());
    final PeerDraws draws = new PeerDraws(own, peers);
    final ScriptedLink b = link("b");
    final ScriptedLink c = link("c");

    void isUndecided(String account) {
        assertThatThrownBy(() -> counts.count(one(account), SUBJECTS)).isInstanceOf(UndecidedException.class);
    }

    void isBack() {
        b.does = Does.ANSWERS;
        nanos.addAndGet(AWAY.toNanos());
        peers.look();
        assertThat(peers.tally().away()).isZero();
    }

    boolean drawn(Drawing drawing) {
        try {
            return draws.draw(drawing).passes();
        } catch (UndecidedException e) {
            throw new AssertionError(e);
        }
    }

    private ScriptedLink link(String name) {
        return links.getOrDefault(name, new ScriptedLink());
    }

    String ownedBy(String owner, String kind) {
        for (int i = 0; ; i++) {
            if (peers.decider(kind + i).equals(owner)) {
                return kind + i;
            }
        }
    }

    /** An account of the first, which would be the second's without it, and this node's without both. */
    static String ownedInOrder(String first, String second) {
        for (int i = 0; ; i++) {
            String account = "acct-" + i;
            if (higher(first, second, account) && higher(second, "a", account)) {
                return account;
            }
        }
    }

    private static boolean higher(String one, String other, String account) {
        long key = Rendezvous.key(account);
        return Long.compareUnsigned(
                        Rendezvous.score(Rendezvous.key(one), key), Rendezvous.score(Rendezvous.key(other), key))
                > 0;
    }

    static Taking one(String account) {
        return new Taking("llm", List.of(new Entry("account", account)), new WindowPlan(Unit.MINUTE, 5), 1, 1, false);
    }
}
