// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stillwatch.policies.standing.Standing;
import dev.stillwatch.policies.standing.Tier;
import dev.stillwatch.ratelimit.TestClock;
import dev.stillwatch.ratelimit.decide.Descriptor;
import dev.stillwatch.ratelimit.decide.DescriptorStatus;
import dev.stillwatch.ratelimit.decide.Entry;
import dev.stillwatch.ratelimit.decide.LimitRequest;
import dev.stillwatch.ratelimit.decide.LimitResponse;
import dev.stillwatch.ratelimit.decide.UndecidedException;
import dev.stillwatch.ratelimit.limits.DomainSettings;
import dev.stillwatch.ratelimit.peer.ScriptedLink.Does;
import dev.stillwatch.ratelimit.snapshot.LastStates;
import dev.stillwatch.ratelimit.standing.Drawing;
import dev.stillwatch.ratelimit.standing.Drawn;
import dev.stillwatch.ratelimit.standing.OwnDraws;
import dev.stillwatch.ratelimit.standing.PlanTaken;
import dev.stillwatch.ratelimit.standing.StandingBook;
import dev.stillwatch.ratelimit.standing.StandingLimiter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An account of this node whose ring's budget is another's that does not answer. */
@Timeout(60)
class PeerStandingsTest {
    private final AtomicLong nanos = new AtomicLong();
    private final ScriptedLink link = new ScriptedLink();
    private final Peers peers = new Peers(
            NodeList.parse("a", "a=h:1,b=h:2"),
            node -> link,
            new Patience(Duration.ofMillis(20), Duration.ofMillis(20), Duration.ofMillis(80), Duration.ofSeconds(1), 4),
            nanos::get);
    private final StandingBook book = new StandingBook(new TestClock(), nanos::get, 100);
    private final OwnDraws own = new OwnDraws(nanos::get, 100, LastStates.NONE, new TestClock());
    private final StandingLimiter limiter = new StandingLimiter(
            (request, treatment, reading) -> new LimitResponse(
                    DescriptorStatus.Code.OK, List.of(DescriptorStatus.NO_LIMIT), treatment, Map.of()),
            book,
            domain -> DomainSettings.DEFAULT,
            own,
            new PeerDraws(own, peers));
    private final String account = ownedBy("a", "acct-");
    private final String ring = ownedBy("b", "ring-");

    @Test
    void shadowModeMakesNothingUndecided() throws UndecidedException {
        stand(Standing.Mode.SHADOW);
        for (Does does : List.of(Does.HANGS, Does.BREAKS, Does.CANNOT_TELL)) {
            link.does = does;
            LimitResponse response = limiter.decide(call());
            assertThat(response.passes()).isTrue();
            assertThat(response.treatment().wouldRefuse()).isEmpty();
        }
        assertThat(limiter.tally().undecided()).isEqualTo(3);
    }

    @Test
    void anEnforcedBudgetThatNobodyCanTellOfIsUndecided() {
        stand(Standing.Mode.ENFORCE);
        link.does = Does.HANGS;
        assertThatThrownBy(() -> limiter.decide(call())).isInstanceOf(UndecidedException.class);
        assertThat(limiter.tally().undecided()).isEqualTo(1);
    }

    @Test
    void aBlockedRingIsRefusedWithoutItsOwner() throws UndecidedException {
        PeerDraws draws = new PeerDraws(own, peers);
        for (Does does : Does.values()) {
            link.does = does;
            Drawn drawn = draws.draw(new Drawing(account, 100, ring, 0, false, false));
            assertThat(drawn.passes()).isFalse();
            assertThat(drawn.budget()).isEqualTo(PlanTaken.NEVER);
        }
        assertThat(link.asked)
                .as("told once that nothing is left")
                .containsExactly(Question.draw(new Drawing("", -1, ring, 0, false, false)));
    }

    private void stand(Standing.Mode mode) {
        book.accept(Standings.of(ring, Tier.RESTRICT, 40, ring, mode, 1));
        book.accept(Standings.of(account, Tier.RESTRICT, 100, ring, mode, 1));
    }

    private LimitRequest call() {
        return new LimitRequest("llm", List.of(Descriptor.of(new Entry("account", account))), 1);
    }

    private String ownedBy(String owner, String kind) {
        for (int i = 0; ; i++) {
            if (peers.decider(kind + i).equals(owner)) {
                return kind + i;
            }
        }
    }
}
