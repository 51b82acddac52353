// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stillwatch.ratelimit.TestClock;
import dev.stillwatch.ratelimit.apply.Counting;
import dev.stillwatch.ratelimit.apply.Taking;
import dev.stillwatch.ratelimit.count.CounterKey;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of a question whose owner does not answer, of three nodes, as the first of them sees it. */
@Timeout(60)
class PeersTest {
    private static final List<String> SUBJECTS = List.of("account");
    private static final Duration QUIET = Duration.ofMillis(80);
    private static final Duration AWAY = Duration.ofSeconds(1);

    private final Map<String, ScriptedLink> links = Map.of("b", new ScriptedLink(), "c", new ScriptedLink());
    private final AtomicLong nanos = new AtomicLong();
    private final Peers peers = new Peers(
            NodeList.parse("a", "a=h:1,b=h:2,c=h:3"),
            node -> link(node.name()),
            new Patience(Duration.ofMillis(20), Duration.ofMillis(20), QUIET, AWAY, 4),
            nanos::get);
    private final Counters counters = new Counters(new TestClock(), 100);
    private final PeerCounts counts = new PeerCounts(new Counting(counters), peers);
    private final OwnDraws own = new OwnDraws(nanos::get, 100, LastStates.NONE, new TestClock());
    private final PeerDraws draws = new PeerDraws(own, peers);
    private final ScriptedLink b = link("b");
    private final ScriptedLink c = link("c");

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
    void whatIsPutBackIsNotWaitedFor() {
        b.does = Does.HANGS;
        assertThatCode(() -> draws.putBack(new Drawing(ownedBy("b", "x"), 10, "", -1, false, false)))
                .doesNotThrowAnyException();
        assertThat(b.counted()).isEqualTo(1);
        assertThat(peers.tally().silent()).as("nobody missed an answer").isZero();
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

    @Test
    void anotherListIsCountedAndNobodyIsRefusedForIt() {
        peers.asked("b", "a", NodeList.parse("b", "b=other:9,c=x:1,a=h:1").fingerprint());
        assertThat(peers.tally().differing()).isZero();
        peers.asked("b", "a", NodeList.parse("b", "a=h:1,b=h:2").fingerprint());
        peers.asked("b", "d", NodeList.parse("b", "a=h:1,b=h:2,c=h:3").fingerprint());
        assertThat(peers.tally().differing()).isEqualTo(2);
        assertThat(peers.tally().answered()).isEqualTo(3);
    }

    private void isUndecided(String account) {
        assertThatThrownBy(() -> counts.count(one(account), SUBJECTS)).isInstanceOf(UndecidedException.class);
    }

    private void isBack() {
        b.does = Does.ANSWERS;
        nanos.addAndGet(AWAY.toNanos());
        peers.look();
        assertThat(peers.tally().away()).isZero();
    }

    private boolean drawn(Drawing drawing) {
        try {
            return draws.draw(drawing).passes();
        } catch (UndecidedException e) {
            throw new AssertionError(e);
        }
    }

    private ScriptedLink link(String name) {
        return links.getOrDefault(name, new ScriptedLink());
    }

    private String ownedBy(String owner, String kind) {
        for (int i = 0; ; i++) {
            if (peers.decider(kind + i).equals(owner)) {
                return kind + i;
            }
        }
    }

    /** An account of the first, which would be the second's without it, and this node's without both. */
    private static String ownedInOrder(String first, String second) {
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

    private static Taking one(String account) {
        return new Taking("llm", List.of(new Entry("account", account)), new WindowPlan(Unit.MINUTE, 5), 1, 1, false);
    }
}
