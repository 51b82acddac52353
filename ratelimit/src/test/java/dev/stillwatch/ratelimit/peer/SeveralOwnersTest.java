// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stillwatch.ratelimit.TestClock;
import dev.stillwatch.ratelimit.apply.Counting;
import dev.stillwatch.ratelimit.apply.Taking;
import dev.stillwatch.ratelimit.count.Counters;
import dev.stillwatch.ratelimit.count.Taken;
import dev.stillwatch.ratelimit.count.WindowPlan;
import dev.stillwatch.ratelimit.decide.Entry;
import dev.stillwatch.ratelimit.decide.UndecidedException;
import dev.stillwatch.ratelimit.decide.Unit;
import dev.stillwatch.ratelimit.peer.ScriptedLink.Does;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A request whose descriptors belong to several nodes, and calls that are passed on whole. */
@Timeout(60)
class SeveralOwnersTest {
    private static final List<String> SUBJECTS = List.of("account");
    private static final Passing CALL = new Passing("/v1/admit", new byte[] {1});
    private static final Duration SHORT = Duration.ofMillis(20);

    private final ScriptedLink b = new ScriptedLink();
    private final ScriptedLink c = new ScriptedLink();
    private final AtomicLong nanos = new AtomicLong();
    private final Peers peers = new Peers(
            NodeList.parse("a", "a=h:1,b=h:2,c=h:3"),
            node -> node.name().equals("b") ? b : c,
            new Patience(SHORT, SHORT, SHORT, Duration.ofSeconds(1), 8),
            nanos::get);
    private final Counters counters = new Counters(new TestClock(), 100);
    private final PeerCounts counts = new PeerCounts(new Counting(counters), peers);

    @Test
    void eachOwnerIsAskedOnceAndAnswersComeInTheirOrder() throws UndecidedException {
        @Nullable
        Taken[] taken = counts.count(
                new @Nullable Taking[] {of("b", 1), of("a", 1), null, of("c", 1), of("b", 2), of("a", 2)}, SUBJECTS);
        assertThat(taken)
                .extracting(one -> one == null ? -1 : one.remaining())
                .containsExactly(7L, 4L, -1L, 7L, 7L, 4L);
        assertThat(b.counted()).isEqualTo(1);
        assertThat(c.counted()).isEqualTo(1);
        assertThat(counters.size()).isEqualTo(2);
    }

    @Test
    void whatDidNotReachItsOwnerGoesToTheNextAndTheRestIsCountedOnce() throws UndecidedException {
        b.does = Does.REFUSES;
        @Nullable
        Taken[] taken = counts.count(
                new @Nullable Taking[] {of("b", 1), of("c", 1), of("a", 1), of("b", 2), of("b", 3)}, SUBJECTS);
        assertThat(taken).doesNotContainNull();
        long atOthers = c.asked.stream().mapToLong(one -> one.takings().size()).sum();
        assertThat(atOthers + counters.size()).isEqualTo(5);
        assertThat(b.counted()).isEqualTo(1);
    }

    @Test
    void whereOneCannotTellNobodyCan() {
        for (Does does : List.of(Does.CANNOT_TELL, Does.HANGS, Does.BREAKS)) {
            b.does = does;
            assertThatThrownBy(() ->
                            counts.count(new @Nullable Taking[] {of("b", 1), of("c", 1), of("a", 1)}, SUBJECTS))
                    .isInstanceOf(UndecidedException.class);
        }
        assertThat(c.counted()).isEqualTo(3);
        assertThat(counters.size()).isEqualTo(1);
    }

    @Test
    void whoIsNeverReachedAndNeverAwayCannotBeWaitedFor() {
        b.does = Does.IS_NOT_REACHED;
        assertThatThrownBy(() -> counts.count(new @Nullable Taking[] {of("b", 1), of("a", 1)}, SUBJECTS))
                .hasMessageContaining("no node was reached");
    }

    @Test
    void anotherNumberOfAnswersIsNone() {
        b.does = Does.LOSES_ONE;
        assertThatThrownBy(() -> counts.count(new @Nullable Taking[] {of("b", 1), of("b", 2)}, SUBJECTS))
                .hasMessageContaining("1 answers for 2");
        assertThatThrownBy(() -> counts.count(of("b", 1), SUBJECTS)).hasMessageContaining("0 answers for 1");
    }

    @Test
    void callsArePassedOnToWhomTheyAreOf() throws UndecidedException {
        assertThat(peers.pass(accountOf("a", 0), CALL)).isEmpty();
        assertThat(peers.pass(accountOf("b", 0), CALL))
                .get()
                .extracting(Passed::status)
                .isEqualTo(200);
        assertThat(peers.passTo("b", CALL)).isPresent();
        assertThat(peers.passTo("a", CALL)).isEmpty();
        assertThat(peers.passTo("nobody", CALL)).isEmpty();
        b.does = Does.REFUSES;
        assertThatThrownBy(() -> peers.passTo("b", CALL)).isInstanceOf(UndecidedException.class);
    }

    @Test
    void aGreetingThatIsAnsweredLateIsNone() {
        b.does = Does.REFUSES;
        c.does = Does.REFUSES;
        peers.greet(Duration.ofSeconds(1));
        assertThat(peers.tally().away()).isEqualTo(2);
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        b.does = Does.ANSWERS;
        b.meanwhile = () -> nanos.addAndGet(2 * SHORT.toNanos());
        peers.look();
        assertThat(peers.tally().away()).isEqualTo(2);
        b.meanwhile = () -> {};
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        peers.look();
        assertThat(peers.tally().away()).isEqualTo(1);
    }

    @Test
    void aWayOnWhichNothingIsSaidIsKeptOpen() {
        peers.look();
        assertThat(b.asked).isEmpty();
        nanos.addAndGet(Duration.ofSeconds(6).toNanos());
        peers.look();
        peers.look();
        assertThat(b.asked).containsExactly(Question.GREETING);
    }

    @Test
    void manyOtherListsAreNotAllNamed() {
        for (int i = 0; i < 200; i++) {
            peers.asked("x".repeat(200) + i, "a\u0007", 1);
        }
        assertThat(peers.tally().differing()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"0,1,1,1,1", "1,0,1,1,1", "1,1,-1,1,1", "1,1,1,0,1", "1,1,1,1,0"})
    void nodesMustWaitAndAsk(long connect, long answer, long quiet, long away, int most) {
        assertThatThrownBy(() -> new Patience(
                        Duration.ofMillis(connect),
                        Duration.ofMillis(answer),
                        Duration.ofMillis(quiet),
                        Duration.ofMillis(away),
                        most))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private Taking of(String owner, int number) {
        return new Taking(
                "llm",
                List.of(new Entry("account", accountOf(owner, number))),
                new WindowPlan(Unit.MINUTE, 5),
                1,
                1,
                false);
    }

    private String accountOf(String owner, int number) {
        int seen = 0;
        for (int i = 0; ; i++) {
            String account = "acct-" + i;
            if (ownerOf(account).equals(owner) && seen++ == number) {
                return account;
            }
        }
    }

    private static String ownerOf(String account) {
        long key = Rendezvous.key(account);
        String best = "a";
        for (String name : List.of("b", "c")) {
            long score = Rendezvous.score(Rendezvous.key(name), key);
            if (Long.compareUnsigned(score, Rendezvous.score(Rendezvous.key(best), key)) > 0) {
                best = name;
            }
        }
        return best;
    }
}
