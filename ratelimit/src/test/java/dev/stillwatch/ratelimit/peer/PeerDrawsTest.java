// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stillwatch.ratelimit.decide.UndecidedException;
import dev.stillwatch.ratelimit.peer.ScriptedLink.Does;
import dev.stillwatch.ratelimit.standing.Drawing;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Plans and budgets that are another node's: blocked ones, half answers, and what is put back. */
@Timeout(60)
class PeerDrawsTest extends AskingPeers {
    @Test
    void whatIsPutBackIsNotWaitedFor() {
        b.does = Does.HANGS;
        assertThatCode(() -> draws.putBack(new Drawing(ownedBy("b", "x"), 10, "", -1, false, false)))
                .doesNotThrowAnyException();
        assertThat(b.counted()).isEqualTo(1);
        assertThat(peers.tally().silent()).as("nobody missed an answer").isZero();
    }

    @Test
    void whoIsBlockedIsRefusedWithoutWaitingAndTheOwnerIsToldOnceAMinute() {
        for (Does does : Does.values()) {
            b.does = does;
            assertThat(drawn(new Drawing(ownedBy("b", "x"), 0, "", -1, false, false)))
                    .isFalse();
        }
        assertThat(b.counted()).isEqualTo(1);
        nanos.addAndGet(Duration.ofMinutes(1).toNanos());
        assertThat(drawn(new Drawing(ownedBy("b", "x"), 0, "", -1, false, false)))
                .isFalse();
        assertThat(b.counted()).isEqualTo(2);
    }

    @Test
    void anOwnerThatCouldNotBeToldIsToldAgainASecondLater() {
        Drawing blocked = new Drawing(ownedBy("b", "x"), 0, "", -1, false, false);
        b.does = Does.BREAKS;
        assertThat(drawn(blocked)).isFalse();
        assertThat(drawn(blocked)).isFalse();
        assertThat(b.counted()).as("not with each call").isEqualTo(1);
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        b.does = Does.ANSWERS;
        assertThat(drawn(blocked)).isFalse();
        assertThat(b.counted()).isEqualTo(2);
        nanos.addAndGet(Duration.ofSeconds(59).toNanos());
        assertThat(drawn(blocked)).isFalse();
        assertThat(b.counted()).isEqualTo(2);
    }

    @Test
    void whoeverBecomesTheOwnerIsTold() throws UndecidedException {
        String account = ownedInOrder("b", "c");
        Drawing blocked = new Drawing(account, 0, "", -1, false, false);
        assertThat(drawn(blocked)).isFalse();
        b.does = Does.REFUSES;
        counts.count(one(account), SUBJECTS);
        long before = c.counted();
        assertThat(drawn(blocked)).isFalse();
        assertThat(c.counted()).isEqualTo(before + 1);
    }

    @Test
    void anAnswerWithoutWhatWasAskedIsNoPass() {
        b.does = Does.LEAVES_OUT;
        for (Drawing asked : List.of(
                new Drawing(ownedBy("b", "x"), 10, "", -1, false, false),
                new Drawing("", -1, ownedBy("b", "ring-"), 10, false, false),
                new Drawing(ownedBy("b", "x"), 10, ownedBy("b", "ring-"), 10, false, false))) {
            assertThatThrownBy(() -> draws.draw(asked)).isInstanceOf(UndecidedException.class);
        }
        isUndecided(ownedBy("b", "x"));
    }

    @Test
    void anExchangeThatCannotBePutBackStaysTaken() {
        b.does = Does.BREAKS;
        draws.putBack(new Drawing(ownedBy("b", "x"), 10, "", -1, false, false));
        assertThat(b.counted()).isEqualTo(1);
    }
}
