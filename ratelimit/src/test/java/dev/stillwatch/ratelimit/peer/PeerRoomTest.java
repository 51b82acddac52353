// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stillwatch.ratelimit.apply.Taking;
import dev.stillwatch.ratelimit.decide.UndecidedException;
import dev.stillwatch.ratelimit.peer.ScriptedLink.Does;
import dev.stillwatch.ratelimit.standing.Drawing;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Questions that are on their way to a node at once, and those for which there is no room. */
@Timeout(60)
class PeerRoomTest extends AskingPeers {
    @Test
    void moreThanSoManyQuestionsAtOnceCannotBeDecided() {
        b.does = Does.HANGS;
        String account = ownedInOrder("b", "c");
        Drawing blocked = new Drawing(account, 0, "", -1, false, false);
        for (int i = 0; i < 4; i++) {
            // Told to the owner without waiting, so that it stays on its way.
            Drawing another = new Drawing(ownedBy("b", "x" + i + "-"), 0, "", -1, false, false);
            assertThat(drawn(another)).isFalse();
        }
        assertThatThrownBy(() -> counts.count(one(account), SUBJECTS)).hasMessageContaining("too many questions");
        assertThat(peers.tally().full()).isEqualTo(1);
        assertThat(peers.tally().away()).as("it may well be there").isZero();
        assertThat(drawn(blocked)).as("who is blocked is refused all the same").isFalse();
    }

    @Test
    void whoAnswersNoneOfSoManyQuestionsIsAwayToo() throws UndecidedException {
        b.does = Does.HANGS;
        String account = ownedInOrder("b", "c");
        for (int i = 0; i < 4; i++) {
            isUndecided(account);
        }
        nanos.addAndGet(QUIET.toNanos());
        isUndecided(account);
        assertThat(peers.tally().full()).isEqualTo(1);
        assertThat(peers.tally().away()).isEqualTo(1);
        assertThat(counts.count(one(account), SUBJECTS).remaining())
                .as("of the next node")
                .isEqualTo(7);
    }

    @Test
    void whereOneHasNoRoomTheOthersCountAllTheSame() throws UndecidedException {
        b.does = Does.HANGS;
        for (int i = 0; i < 4; i++) {
            isUndecided(ownedBy("b", "x"));
        }
        Taking[] takings = {one(ownedBy("b", "x")), one(ownedBy("c", "x")), one(ownedBy("a", "x"))};
        assertThatThrownBy(() -> counts.count(takings, SUBJECTS)).hasMessageContaining("too many questions");
        assertThat(c.counted()).isEqualTo(1);
        assertThat(counters.size()).isEqualTo(1);
    }

    @Test
    void aWayThatThrowsLeavesRoom() {
        b.does = Does.THROWS;
        for (int i = 0; i < 10; i++) {
            isUndecided(ownedInOrder("b", "c"));
        }
        assertThat(peers.tally().full()).isZero();
        peers.greet(Duration.ZERO);
        nanos.addAndGet(Duration.ofMinutes(1).toNanos());
        peers.look();
        assertThat(peers.tally().away()).isZero();
    }
}
