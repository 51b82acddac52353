// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stillwatch.ratelimit.count.CounterKey;
import dev.stillwatch.ratelimit.count.WindowPlan;
import dev.stillwatch.ratelimit.decide.Entry;
import dev.stillwatch.ratelimit.decide.UndecidedException;
import dev.stillwatch.ratelimit.decide.Unit;
import dev.stillwatch.ratelimit.peer.ScriptedLink.Does;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of a question whose owner does not answer, of three nodes, as the first of them sees it. */
@Timeout(60)
class PeersTest extends AskingPeers {
    @Test
    void aRefusedConnectionIsTheNextNodesToCountAtOnce() throws UndecidedException {
        String account = ownedInOrder("b", "c");
        b.does = Does.REFUSES;
        assertThat(counts.count(one(account), SUBJECTS).remaining()).isEqualTo(7);
        assertThat(c.counted()).isEqualTo(1);
        assertThat(peers.tally().away()).isEqualTo(1);
        assertThat(peers.tally().unreached()).isEqualTo(1);
        counts.count(one(account), SUBJECTS);
        assertThat(b.counted()).as("not asked while it is away").isEqualTo(1);
    }

    @Test
    void whoIsLastInOrderIsThisNode() throws UndecidedException {
        b.does = Does.REFUSES;
        c.does = Does.REFUSES;
        assertThat(counts.count(one(ownedInOrder("b", "c")), SUBJECTS).used()).isEqualTo(1);
        assertThat(counters.size()).isEqualTo(1);
        assertThat(peers.tally().away()).isEqualTo(2);
    }

    @Test
    void whatMayHaveBeenCountedIsCountedNowhereElse() {
        String account = ownedInOrder("b", "c");
        for (Does does : List.of(Does.HANGS, Does.BREAKS)) {
            b.does = does;
            isUndecided(account);
            nanos.addAndGet(QUIET.toNanos());
            assertThat(peers.tally().away()).isZero();
            isUndecided(account);
            assertThat(peers.tally().away()).isEqualTo(1);
            assertThat(c.counted()).isZero();
            isBack();
        }
        assertThat(peers.tally().silent()).isEqualTo(4);
    }

    @Test
    void whoHasAnsweredNothingForAWhileIsAwayAndTheNextNodeCounts() throws UndecidedException {
        String account = ownedInOrder("b", "c");
        b.does = Does.HANGS;
        isUndecided(account);
        nanos.addAndGet(QUIET.toNanos());
        isUndecided(account);
        assertThat(counts.count(one(account), SUBJECTS).remaining())
                .as("of the next node")
                .isEqualTo(7);
        assertThat(c.counted()).isEqualTo(1);
    }

    @Test
    void aPauseOfThisNodeIsNoSilenceOfTheOthers() {
        b.does = Does.HANGS;
        String account = ownedInOrder("b", "c");
        b.meanwhile = () -> nanos.addAndGet(4 * QUIET.toNanos());
        isUndecided(account);
        assertThat(peers.tally().away()).isZero();
        isUndecided(account);
        assertThat(peers.tally().away()).isEqualTo(1);
    }

    @Test
    void whoAnswersNowAndThenIsBusyAndNobodyCountsForIt() throws UndecidedException {
        String account = ownedInOrder("b", "c");
        for (int i = 0; i < 10; i++) {
            b.does = Does.BREAKS;
            isUndecided(account);
            nanos.addAndGet(QUIET.toNanos() / 2);
            b.does = Does.ANSWERS;
            counts.count(one(account), SUBJECTS);
        }
        assertThat(c.counted()).isZero();
        assertThat(peers.tally().turns()).isZero();
    }

    @Test
    void whereNothingWasCountedTheSameNodeIsAskedAgainUntilItIsAway() throws UndecidedException {
        String account = ownedInOrder("b", "c");
        b.does = Does.IS_NOT_REACHED;
        isUndecided(account);
        assertThat(b.counted()).isEqualTo(3);
        nanos.addAndGet(QUIET.toNanos());
        assertThat(counts.count(one(account), SUBJECTS).remaining()).isEqualTo(7);
        assertThat(c.counted()).isEqualTo(1);
    }

    @Test
    void allTriesOfARequestTogetherTakeNoLongerThanOne() {
        String account = ownedInOrder("b", "c");
        b.does = Does.REFUSES;
        b.meanwhile = () -> nanos.addAndGet(Duration.ofMillis(20).toNanos());
        isUndecided(account);
        assertThat(c.counted()).isZero();
        assertThat(peers.tally().silent()).isZero();
    }

    @Test
    void whoAnswersThatItCannotTellIsThere() {
        b.does = Does.CANNOT_TELL;
        assertThatThrownBy(() -> counts.count(one(ownedInOrder("b", "c")), SUBJECTS))
                .isInstanceOf(UndecidedException.class)
                .hasMessageContaining("told to");
        assertThat(peers.tally().away()).isZero();
    }

    @Test
    void answeringThatItCannotTellIsAnswering() {
        String account = ownedInOrder("b", "c");
        for (int i = 0; i < 10; i++) {
            b.does = Does.BREAKS;
            isUndecided(account);
            nanos.addAndGet(QUIET.toNanos() / 2);
            b.does = Does.CANNOT_TELL;
            isUndecided(account);
        }
        assertThat(peers.tally().turns()).isZero();
    }

    @Test
    void whoIsAwayIsGreetedOnceASecondAndAskedWhenItAnswers() throws UndecidedException {
        String account = ownedInOrder("b", "c");
        b.does = Does.REFUSES;
        counts.count(one(account), SUBJECTS);
        b.does = Does.ANSWERS;
        nanos.addAndGet(AWAY.toNanos() - 1);
        counts.count(one(account), SUBJECTS);
        assertThat(b.asked).hasSize(1);
        nanos.addAndGet(1);
        counts.count(one(account), SUBJECTS);
        assertThat(b.last()).as("the request itself went to the next node").contains(Question.GREETING);
        assertThat(c.counted()).isEqualTo(3);
        counts.count(one(account), SUBJECTS);
        assertThat(b.counted()).isEqualTo(2);
        assertThat(peers.tally().turns()).isEqualTo(2);
    }

    @Test
    void whoCannotEvenGreetIsAway() {
        b.does = Does.CANNOT_TELL;
        peers.greet(Duration.ofSeconds(1));
        assertThat(peers.tally().away()).isEqualTo(1);
        isBack();
    }

    @Test
    void nothingIsPassedToOneThatIsAway() throws Exception {
        Passing call = new Passing("/v1/settle", new byte[0]);
        assertThat(peers.passTo("b", call)).isPresent();
        b.does = Does.REFUSES;
        peers.greet(Duration.ofSeconds(1));
        assertThatThrownBy(() -> peers.passTo("b", call))
                .isInstanceOf(UndecidedException.class)
                .hasMessageContaining("b is away");
    }

    @Test
    void whatAnotherCountsIsElsewhereWhileItIsThere() {
        String account = ownedInOrder("b", "c");
        CounterKey key = new CounterKey(
                "llm", List.of(new Entry("account", account), new Entry("model", "m")), new WindowPlan(Unit.DAY, 9));
        assertThat(counts.isElsewhere(key, SUBJECTS)).isTrue();
        assertThat(peers.isElsewhere(account)).isTrue();
        b.does = Does.REFUSES;
        c.does = Does.REFUSES;
        peers.greet(Duration.ofSeconds(1));
        assertThat(counts.isElsewhere(key, SUBJECTS)).isFalse();
        assertThat(peers.isElsewhere(account)).isFalse();
    }

    @Test
    void whoStaysAwayIsGreetedAgain() {
        b.does = Does.REFUSES;
        peers.greet(Duration.ofSeconds(1));
        for (int second = 0; second < 5; second++) {
            nanos.addAndGet(AWAY.toNanos());
            peers.look();
            peers.look();
        }
        assertThat(b.asked).hasSize(6);
        assertThat(peers.tally().away()).isEqualTo(1);
    }

    @Test
    void anotherListIsCountedAndNobodyIsRefusedForIt() {
        peers.asked("b", "a", NodeList.parse("b", "b=other:9,c=x:1,a=h:1").fingerprint());
        assertThat(peers.tally().differing()).isZero();
        peers.asked("b", "a", NodeList.parse("b", "a=h:1,b=h:2").fingerprint());
        peers.asked("b", "d", NodeList.parse("b", "a=h:1,b=h:2,c=h:3").fingerprint());
        assertThat(peers.tally().differing()).isEqualTo(2);
        assertThat(peers.tally().answered()).isEqualTo(3);
    }
}
