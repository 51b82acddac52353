// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.standing;

import static dev.stillwatch.ratelimit.standing.Given.enforced;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.policies.act.Act;
import dev.stillwatch.policies.snapshot.CounterState;
import dev.stillwatch.policies.standing.Tier;
import dev.stillwatch.ratelimit.decide.UndecidedException;
import dev.stillwatch.ratelimit.snapshot.CounterName;
import dev.stillwatch.ratelimit.snapshot.Kept;
import dev.stillwatch.ratelimit.snapshot.Passed;
import dev.stillwatch.ratelimit.snapshot.SnapshotSweep;
import dev.stillwatch.ratelimit.standing.Given.Say;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What flagged subjects and rings have left after a restart of the limiter: never more than before, and never everything. */
final class RestartedPlansTest extends Asking {
    private static final CounterName PLAN = new CounterName(CounterName.Kind.PLAN, List.of("acct"));

    private final Kept kept = new Kept();
    private int processes;
    private StandingLimiter running = begun();
    private SnapshotSweep sweep = sweep();

    private StandingLimiter begun() {
        // A clock that never steps begins somewhere else in each process.
        long begin = processes++ * -Duration.ofDays(3).toNanos();
        return new StandingLimiter(
                (request, treatment, reading) -> behind(request, treatment),
                book,
                domain -> settings,
                () -> begin + given.steadyNanos.get(),
                100,
                kept,
                given.wall);
    }

    private SnapshotSweep sweep() {
        return new SnapshotSweep(running.rounds(), 1_000, 1_000);
    }

    private void look() {
        kept.take(sweep.look(given.wallMillis.get()), given.wallMillis.get());
    }

    private void restart() {
        running = begun();
        sweep = sweep();
    }

    private int passes(String account, int calls) throws UndecidedException {
        int passed = 0;
        for (int i = 0; i < calls; i++) {
            passed += running.decide(call(account)).passes() ? 1 : 0;
        }
        return passed;
    }

    @Test
    void aPlanThatAnotherNodeHasIsLetGoWhenItWasTold() throws UndecidedException {
        OwnDraws own = new OwnDraws(given.nanos, 100, kept, given.wall);
        SnapshotSweep telling = new SnapshotSweep(own.rounds(), 1_000, 1_000);
        Drawing drawing = new Drawing("acct", 100, "ring", 100, false, false);
        own.draw(drawing);
        own.release(subject -> true);
        own.release(subject -> true);
        assertThat(own.size()).as("what is not told stays").isEqualTo(2);
        kept.take(telling.look(given.wallMillis.get()), given.wallMillis.get());
        own.release(subject -> true);
        own.release("acct"::equals);
        assertThat(own.size()).as("the ring's is its own").isEqualTo(1);
        assertThat(own.draw(drawing).plan()).extracting(PlanTaken::remaining).isEqualTo(48L);
    }

    @Test
    void aPlanThatWasUsedIsStillUsed() throws UndecidedException {
        book.accept(enforced("acct", Tier.THROTTLE, 100));
        assertThat(passes("acct", 200)).isEqualTo(50);
        look();
        restart();
        assertThat(passes("acct", 200)).isZero();
        given.pass(Duration.ofMinutes(6));
        assertThat(passes("acct", 200)).isEqualTo(10);
    }

    @Test
    void aRingsBudgetThatWasUsedIsStillUsed() throws UndecidedException {
        book.accept(enforced("ring", Tier.THROTTLE, 60));
        book.accept(Say.of("acct", Tier.THROTTLE, 1_000).inRing("ring").standing());
        assertThat(passes("acct", 100)).isEqualTo(30);
        look();
        restart();
        assertThat(passes("acct", 100)).isZero();
    }

    @Test
    void whileNobodyLookedItFillsUpToHalf() throws UndecidedException {
        book.accept(enforced("acct", Tier.THROTTLE, 100));
        passes("acct", 200);
        look();
        given.pass(Duration.ofHours(10));
        restart();
        assertThat(passes("acct", 200)).isEqualTo(50);
    }

    @Test
    void whatWasLeftAboveHalfIsLeftButNeverEverything() throws UndecidedException {
        book.accept(enforced("acct", Tier.THROTTLE, 100));
        passes("acct", 200);
        given.pass(Duration.ofMinutes(55));
        passes("acct", 1);
        look();
        given.pass(Duration.ofMinutes(30));
        restart();
        assertThat(passes("acct", 200)).isEqualTo(90);

        kept.states.put(PLAN, new CounterState.Bucket(100, 100, Given.NOW, Given.NOW, -1));
        restart();
        assertThat(passes("acct", 200)).isEqualTo(50);
    }

    @Test
    void aStricterPlanLeavesTheSameShare() throws UndecidedException {
        book.accept(enforced("acct", Tier.THROTTLE, 100));
        passes("acct", 10);
        look();
        book.accept(Say.of("acct", Tier.RESTRICT, 10).version(2).standing());
        restart();
        assertThat(passes("acct", 200)).isEqualTo(4);
    }

    @Test
    void afterABlockNothingIsLeftAcrossARestart() throws UndecidedException {
        kept.states.put(PLAN, new CounterState.Bucket(0, 0, Given.NOW, CounterState.NEVER, -1));
        given.pass(Duration.ofHours(10));
        book.accept(enforced("acct", Tier.THROTTLE, 100));
        assertThat(passes("acct", 200)).isZero();
        given.pass(Duration.ofMinutes(6));
        assertThat(passes("acct", 200)).isEqualTo(10);
    }

    @Test
    void whatCannotBeUnderstoodIsAnEmptyBucket() throws UndecidedException {
        kept.states.put(PLAN, new CounterState.Window(Given.NOW, 3_600_000, 1));
        book.accept(enforced("acct", Tier.THROTTLE, 100));
        assertThat(passes("acct", 200)).isZero();
    }

    @Test
    void aStateFromTheFutureIsTakenAsOfNow() throws UndecidedException {
        kept.states.put(PLAN, new CounterState.Bucket(3, 100, Given.NOW + Given.DAY, Given.NOW + 2 * Given.DAY, -1));
        book.accept(enforced("acct", Tier.THROTTLE, 100));
        assertThat(passes("acct", 200)).isEqualTo(3);
    }

    @Test
    void aBlockIsToldOnce() throws UndecidedException {
        book.accept(enforced("acct", Tier.SUSPEND, 0));
        book.acceptAct(given.act("acct", Act.Kind.APPROVE, Tier.SUSPEND, 1));
        assertThat(passes("acct", 10)).isZero();
        look();
        assertThat(kept.states.get(PLAN))
                .isEqualTo(new CounterState.Bucket(0, 0, Given.NOW, Given.NOW + 30 * Given.DAY, -1));
        passes("acct", 10);
        look();
        assertThat(kept.tellings).isEqualTo(1);
    }

    @Test
    void aBlockThatLastsLongerIsToldAgainAndNotEnded() throws UndecidedException {
        book.accept(enforced("acct", Tier.SUSPEND, 0));
        book.acceptAct(given.act("acct", Act.Kind.APPROVE, Tier.SUSPEND, 1));
        passes("acct", 1);
        look();
        given.pass(Duration.ofDays(30));
        look();
        assertThat(kept.tellings).isEqualTo(2);
        long later = Given.NOW + 30 * Given.DAY;
        assertThat(kept.states.get(PLAN)).isEqualTo(new CounterState.Bucket(0, 0, later, later + 30 * Given.DAY, -1));
    }

    @Test
    void withAPlanFullAgainNothingIsKept() throws UndecidedException {
        book.accept(enforced("acct", Tier.THROTTLE, 100));
        passes("acct", 60);
        look();
        assertThat(kept.states).containsOnlyKeys(PLAN);
        given.pass(Duration.ofHours(1));
        look();
        assertThat(kept.states).isEmpty();
    }

    @Test
    void aKillGivesAFlaggedSubjectAtMostWhatItTookSinceTheLastLook() throws UndecidedException {
        for (int seed = 0; seed < 100; seed++) {
            Random random = new Random(seed);
            int perHour = 1 + random.nextInt(200);
            String account = "acct" + seed;
            book.accept(enforced(account, Tier.THROTTLE, perHour));
            Passed passed = new Passed(400);
            for (int i = 0; i < 400; i++) {
                given.pass(Duration.ofMillis(random.nextInt(200_000)));
                passed.at(given.wallMillis.get(), passes(account, random.nextInt(5)));
                if (random.nextInt(3) == 0) {
                    look();
                    passed.looked();
                }
                if (random.nextInt(20) == 0) {
                    restart();
                    passed.killed(0);
                }
            }
            passed.holds(random, 1_000, perHour, perHour, "seed " + seed);
            given.wallMillis.set(Given.NOW);
        }
    }
}
