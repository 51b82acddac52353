// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.standing;

import static dev.stillwatch.ratelimit.standing.Given.DAY;
import static dev.stillwatch.ratelimit.standing.Given.NOW;
import static dev.stillwatch.ratelimit.standing.Given.enforced;
import static dev.stillwatch.ratelimit.standing.Given.shadow;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.policies.act.Act;
import dev.stillwatch.policies.act.Act.Kind;
import dev.stillwatch.policies.standing.LimitPlan;
import dev.stillwatch.policies.standing.Tier;
import dev.stillwatch.ratelimit.standing.Given.Say;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What acts do to standings: for each a hit, a case that it must leave alone, and one that it cannot see. */
final class PeopleDecideTest {
    private final Given given = new Given();
    private final StandingBook book = given.book();

    private Applied found(String subject) {
        return book.find(subject).orElseThrow();
    }

    @Test
    void anUndoLiftsWhatWasJudgedBeforeItAndNotWhatIsJudgedAfter() {
        book.accept(enforced("acct", Tier.RESTRICT, 7));
        book.accept(enforced("other", Tier.RESTRICT, 7));
        given.pass(Duration.ofMinutes(1));
        book.acceptAct(given.act("acct", Kind.UNDO, Tier.CLEAR, 0));

        assertThat(found("acct").tier()).isEqualTo(Tier.CLEAR);
        assertThat(found("acct").limits()).isFalse();
        assertThat(found("other").enforced()).isTrue();

        book.accept(Say.of("acct", Tier.THROTTLE, 7)
                .version(2)
                .asOf(given.wallMillis.get())
                .standing());
        assertThat(found("acct").enforced()).isTrue();
    }

    @Test
    void aVerdictOfBenignLiftsAndAnyOtherDoesNot() {
        book.accept(enforced("acct", Tier.RESTRICT, 7));
        book.accept(enforced("other", Tier.RESTRICT, 7));
        given.pass(Duration.ofMinutes(1));
        book.acceptAct(verdict("acct", Act.Verdict.BENIGN));
        book.acceptAct(verdict("other", Act.Verdict.DISTILLATION));

        assertThat(found("acct").limits()).isFalse();
        assertThat(found("other").enforced()).isTrue();
    }

    private Act verdict(String subject, Act.Verdict verdict) {
        long time = given.wallMillis.get();
        return new Act(subject, subject, Kind.VERDICT, Tier.CLEAR, 0, verdict, "ann", "looked", time, 0);
    }

    @Test
    void aSuppressionHoldsUntilItsEndAndWatchesMeanwhile() {
        book.accept(enforced("acct", Tier.RESTRICT, 7));
        book.acceptAct(given.act(
                "acct", Kind.SUPPRESS, Tier.CLEAR, 0, NOW + Duration.ofHours(3).toMillis()));

        assertThat(found("acct").tier()).isEqualTo(Tier.WATCH);
        assertThat(found("acct").wouldBe()).isEqualTo(Tier.WATCH);
        given.wallMillis.addAndGet(Duration.ofHours(1).toMillis());
        given.steadyNanos.addAndGet(Duration.ofHours(3).toNanos() - 1);
        assertThat(found("acct").enforced()).isFalse();
        given.steadyNanos.addAndGet(1);
        assertThat(found("acct").enforced()).isTrue();
    }

    @Test
    void aSuppressionThatEndedBeforeItCameDoesNothing() {
        book.accept(enforced("acct", Tier.RESTRICT, 7));
        book.acceptAct(given.act("acct", Kind.SUPPRESS, Tier.CLEAR, 0, NOW - 1));

        assertThat(found("acct").enforced()).isTrue();
    }

    @Test
    void inShadowModeNothingIsEnforcedAndWhatWouldBeIsTold() {
        book.accept(shadow("acct", Tier.RESTRICT, 7));

        assertThat(found("acct").tier()).isEqualTo(Tier.WATCH);
        assertThat(found("acct").wouldBe()).isEqualTo(Tier.RESTRICT);
        assertThat(found("acct").plan()).isEqualTo(LimitPlan.NONE);
        assertThat(found("acct").wouldPlan()).isEqualTo(Given.plan(Tier.RESTRICT, 7));
    }

    @Test
    void aPromotionTakesOneRungOutOfShadowModeForItsPolicy() {
        book.accept(shadow("throttled", Tier.THROTTLE, 20));
        book.accept(shadow("restricted", Tier.RESTRICT, 7));
        book.acceptAct(given.act("default", Kind.PROMOTE, Tier.THROTTLE, 0));

        assertThat(found("throttled").tier()).isEqualTo(Tier.THROTTLE);
        assertThat(found("restricted").tier()).isEqualTo(Tier.THROTTLE);
        assertThat(found("restricted").wouldBe()).isEqualTo(Tier.RESTRICT);
        assertThat(found("restricted").plan()).isEqualTo(new LimitPlan(7, 900, -1, -1, false, false));

        book.acceptAct(given.act("default@3", Kind.PROMOTE, Tier.RESTRICT, 0));
        assertThat(found("restricted").plan()).isEqualTo(Given.plan(Tier.RESTRICT, 7));
    }

    @Test
    void promotionsOfOtherPoliciesOtherVersionsAndOfAccountsThatAreCalledSoDoNothing() {
        book.accept(shadow("acct", Tier.THROTTLE, 20));
        book.accept(shadow("default", Tier.THROTTLE, 20));
        book.acceptAct(given.act("strict", Kind.PROMOTE, Tier.SUSPEND, 0));
        book.acceptAct(given.act("default@2", Kind.PROMOTE, Tier.SUSPEND, 0));
        book.acceptAct(given.act("acct", Kind.PROMOTE, Tier.SUSPEND, 0));
        book.acceptAct(given.act("default", Kind.SUPPRESS, Tier.CLEAR, 0));

        assertThat(found("acct").enforced()).isFalse();
        assertThat(found("acct").wouldBe()).isEqualTo(Tier.THROTTLE);
    }

    @Test
    void aPromotionOfClearPromotesNothingAndOneThatEndsIsOver() {
        book.accept(shadow("acct", Tier.THROTTLE, 20));
        book.acceptAct(given.act("default", Kind.PROMOTE, Tier.CLEAR, 0));
        assertThat(found("acct").enforced()).isFalse();

        book.acceptAct(given.act("default", Kind.PROMOTE, Tier.THROTTLE, 0, NOW + 1_000));
        assertThat(found("acct").enforced()).isTrue();
        given.pass(Duration.ofSeconds(1));
        assertThat(found("acct").enforced()).isFalse();
    }

    @Test
    void theLatestPromotionSaysHowFarSoALowerOneTakesBackWhateverTheOrderTheyCameIn() {
        book.accept(shadow("acct", Tier.RESTRICT, 7));
        Act up = given.act("default", Kind.PROMOTE, Tier.RESTRICT, 0);
        given.pass(Duration.ofSeconds(1));
        Act down = given.act("default", Kind.PROMOTE, Tier.WATCH, 0);
        book.acceptAct(down);
        book.acceptAct(up);
        assertThat(found("acct").enforced()).isFalse();

        given.pass(Duration.ofSeconds(1));
        book.acceptAct(given.act("default", Kind.PROMOTE, Tier.THROTTLE, 0));
        assertThat(found("acct").tier()).isEqualTo(Tier.THROTTLE);
    }

    @Test
    void actsThatAreReadAgainAreNoChange() {
        List<Act> acts = List.of(
                given.act("default", Kind.PROMOTE, Tier.THROTTLE, 0),
                given.act(StandingBook.WHOLE_LIMITER, Kind.SUPPRESS, Tier.CLEAR, 0, NOW + 60_000));
        acts.forEach(book::acceptAct);
        acts.forEach(book::acceptAct);
        assertThat(book.tally().modeChanges()).isEqualTo(2);

        given.pass(Duration.ofSeconds(1));
        book.acceptAct(given.act("default", Kind.PROMOTE, Tier.RESTRICT, 0));
        assertThat(book.tally().modeChanges()).isEqualTo(3);
    }

    @Test
    void reviewsAreNotKept() {
        book.acceptAct(given.act("acct", Kind.REVIEW, Tier.CLEAR, 0));

        assertThat(book.tally().acts()).isZero();
    }

    @Test
    void theSameActsMeanTheSameInAnyOrderAndTwice() {
        Random random = new Random(5);
        long ends = NOW + 2 * DAY;
        List<Act> acts = List.of(
                Given.act("acct", Kind.APPROVE, Tier.SUSPEND, 2, 0, NOW + 5),
                Given.act("acct", Kind.UNDO, Tier.CLEAR, 0, 0, NOW - 20),
                Given.act("acct", Kind.SUPPRESS, Tier.CLEAR, 0, NOW - 1, NOW - 30),
                Given.act("default", Kind.PROMOTE, Tier.SUSPEND, 0, ends, NOW + 1),
                Given.act(StandingBook.WHOLE_LIMITER, Kind.UNDO, Tier.CLEAR, 0, 0, NOW + 2),
                Given.act(StandingBook.WHOLE_LIMITER, Kind.PROMOTE, Tier.SUSPEND, 0, 0, NOW + 3));
        meanBlockedInAnyOrder(acts, random);
    }

    private void meanBlockedInAnyOrder(List<Act> acts, Random random) {
        for (int round = 0; round < 200; round++) {
            StandingBook any = given.book();
            List<Act> shuffled = new ArrayList<>(acts);
            shuffled.addAll(acts.subList(0, random.nextInt(acts.size())));
            Collections.shuffle(shuffled, random);
            int when = random.nextInt(shuffled.size() + 1);
            for (int i = 0; i <= shuffled.size(); i++) {
                if (i == when) {
                    any.accept(
                            Say.of("acct", Tier.SUSPEND, 7).shadow().version(2).standing());
                }
                if (i < shuffled.size()) {
                    any.acceptAct(shuffled.get(i));
                }
            }
            assertThat(any.find("acct").orElseThrow().blocked()).isTrue();
        }
    }

    @Test
    void actsOnMoreSubjectsThanThereIsRoomForAreForgottenAndCounted() {
        StandingBook small = new StandingBook(given.wall, given.nanos, 2);
        for (String subject : List.of("a", "b", "a", "c")) {
            given.pass(Duration.ofSeconds(1));
            small.acceptAct(given.act(subject, Kind.UNDO, Tier.CLEAR, 0));
        }
        small.accept(Say.of("a", Tier.RESTRICT, 7).standing());
        small.accept(Say.of("b", Tier.RESTRICT, 7).standing());

        assertThat(small.find("a").orElseThrow().limits()).isFalse();
        assertThat(small.find("b").orElseThrow().limits()).isTrue();
        assertThat(small.tally().actsForgotten()).isEqualTo(1);
    }

    @Test
    void ofManyActsOnOneSubjectTheLatestAreKept() {
        book.accept(enforced("acct", Tier.RESTRICT, 7));
        book.acceptAct(Given.act("acct", Kind.SUPPRESS, Tier.CLEAR, 0, 0, NOW - 1_000_000));
        for (int i = 0; i < Act.MOST; i++) {
            assertThat(found("acct").enforced()).isFalse();
            book.acceptAct(Given.act("acct", Kind.APPROVE, Tier.SUSPEND, i, 0, NOW - 1_000 - i));
        }
        assertThat(found("acct").enforced()).isTrue();
    }

    @Test
    void everyChangeOfWhatIsEnforcedIsCounted() {
        book.accept(shadow("acct", Tier.THROTTLE, 7));
        assertThat(book.tally().tierChanges()).isZero();
        book.accept(Say.of("acct", Tier.THROTTLE, 7).version(2).standing());
        book.accept(Say.of("acct", Tier.THROTTLE, 7).version(3).standing());
        book.accept(Say.of("acct", Tier.RESTRICT, 7).version(4).standing());
        given.pass(Duration.ofSeconds(1));
        book.acceptAct(given.act("acct", Kind.UNDO, Tier.CLEAR, 0));

        assertThat(book.tally().tierChanges()).isEqualTo(3);
        book.acceptAct(given.act("default", Kind.PROMOTE, Tier.RESTRICT, 0));
        assertThat(book.tally().modeChanges()).isEqualTo(1);
    }
}
