// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.standing;

import static dev.stillwatch.ratelimit.standing.Given.enforced;
import static dev.stillwatch.ratelimit.standing.Given.shadow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stillwatch.policies.act.Act.Kind;
import dev.stillwatch.policies.standing.LimitPlan;
import dev.stillwatch.policies.standing.Tier;
import dev.stillwatch.ratelimit.decide.Descriptor;
import dev.stillwatch.ratelimit.decide.DescriptorStatus.Code;
import dev.stillwatch.ratelimit.decide.Entry;
import dev.stillwatch.ratelimit.decide.LimitResponse;
import dev.stillwatch.ratelimit.decide.Treatment;
import dev.stillwatch.ratelimit.decide.UndecidedException;
import dev.stillwatch.ratelimit.standing.Given.Say;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Plans on calls: what passes, what is counted, what is said, and what happens when the file's limits fail. */
final class StandingLimiterTest extends Asking {
    @Test
    void whoHasNoStandingGetsWhatTheFileSays() throws UndecidedException {
        LimitResponse response = limiter.decide(call("acct"));

        assertThat(response.statuses()).containsExactly(PLENTY);
        assertThat(response.metadata()).containsEntry("service", "one");
        assertThat(response.treatment().subject()).isEqualTo("acct");
        assertThat(response.treatment().tier()).isEqualTo(Tier.CLEAR);
    }

    @Test
    void aRequestThatNamesNobodyIsTheFilesAffair() throws UndecidedException {
        book.accept(enforced("acct", Tier.RESTRICT, 1));
        LimitResponse response = limiter.decide(call(Descriptor.of(new Entry("ip", "acct"), new Entry("account", ""))));

        assertThat(response.treatment()).isEqualTo(Treatment.NONE);
    }

    @Test
    void whoIsThrottledGetsThePlansNumber() throws UndecidedException {
        book.accept(enforced("acct", Tier.THROTTLE, 20));

        assertThat(passing("acct", 30)).isEqualTo(10);
        assertThat(passing("other", 30)).isEqualTo(30);
        given.pass(Duration.ofMinutes(6));
        assertThat(passing("acct", 30)).isEqualTo(2);
        assertThat(limiter.tally().refused()).isEqualTo(48);
        assertThat(asked.get()).isEqualTo(42);
    }

    @Test
    void watchedSubjectsAreNotLimited() throws UndecidedException {
        book.accept(enforced("acct", Tier.WATCH, 0));

        assertThat(passing("acct", 100)).isEqualTo(100);
        Treatment treatment = limiter.decide(call("acct")).treatment();
        assertThat(treatment.tier()).isEqualTo(Tier.WATCH);
        assertThat(treatment.standingVersion()).isEqualTo(1);
        assertThat(treatment.reason()).isEmpty();
    }

    @Test
    void whatThePromotedPlanHasLeftIsWhatShadowModeLeft() throws UndecidedException {
        book.accept(shadow("acct", Tier.THROTTLE, 20));
        passing("acct", 30);
        book.acceptAct(given.act("default", Kind.PROMOTE, Tier.THROTTLE, 0));

        assertThat(passing("acct", 30)).isZero();
        given.pass(Duration.ofMinutes(30));
        assertThat(passing("acct", 30)).isEqualTo(10);
    }

    @Test
    void theKillSwitchLetsPassAtOnceAndItsReleaseGivesNothingAway() throws UndecidedException {
        book.accept(enforced("acct", Tier.THROTTLE, 20));
        passing("acct", 30);
        book.acceptAct(given.act(StandingBook.WHOLE_LIMITER, Kind.UNDO, Tier.CLEAR, 0));
        assertThat(passing("acct", 30)).isEqualTo(30);
        given.pass(Duration.ofSeconds(1));
        book.acceptAct(given.act(StandingBook.WHOLE_LIMITER, Kind.PROMOTE, Tier.THROTTLE, 0));
        assertThat(passing("acct", 30)).isZero();
    }

    @Test
    void changesAreAppliedOnTheNextUseAndGiveNothingAway() throws UndecidedException {
        book.accept(enforced("acct", Tier.THROTTLE, 100));
        book.accept(Say.of("acct", Tier.RESTRICT, 10).version(2).standing());
        assertThat(passing("acct", 200)).isEqualTo(5);

        book.accept(Say.of("acct", Tier.THROTTLE, 100).version(3).standing());
        assertThat(passing("acct", 200)).isZero();
        book.accept(Say.of("acct", Tier.CLEAR, 0).version(4).standing());
        assertThat(passing("acct", 200)).isEqualTo(200);
        book.accept(Say.of("acct", Tier.THROTTLE, 100).version(5).standing());
        assertThat(passing("acct", 200)).isZero();
    }

    @Test
    void aRestartIsNoGift() throws UndecidedException {
        book.accept(enforced("acct", Tier.THROTTLE, 100));
        passing("acct", 100);
        StandingBook again = given.book();
        again.recall(enforced("acct", Tier.THROTTLE, 100));
        StandingLimiter restarted = new StandingLimiter(
                (request, treatment, reading) -> behind(request, treatment),
                again,
                domain -> settings,
                given.nanos,
                100);
        int passed = 0;
        for (int i = 0; i < 200; i++) {
            passed += restarted.decide(call("acct")).passes() ? 1 : 0;
        }
        assertThat(passed).isEqualTo(50);
    }

    @Test
    void whatTheFileRefusesDrawsOnNothing() throws UndecidedException {
        book.accept(enforced("acct", Tier.THROTTLE, 20));
        file = request -> answer(request, Code.OVER_LIMIT);
        assertThat(passing("acct", 100)).isZero();
        assertThat(limiter.tally().refused()).isZero();

        file = request -> answer(request, Code.OK);
        assertThat(passing("acct", 100)).isEqualTo(10);
    }

    @Test
    void lookingTakesNothingAndIsRefusedWhenACallWouldBe() throws UndecidedException {
        book.accept(enforced("acct", Tier.THROTTLE, 2));
        for (int i = 0; i < 5; i++) {
            assertThat(limiter.decide(call(hits(0, false))).passes()).isTrue();
        }
        file = request -> answer(request, Code.OVER_LIMIT);
        limiter.decide(call(hits(0, false)));
        file = request -> answer(request, Code.OK);
        assertThat(passing("acct", 5)).isEqualTo(1);
        assertThat(limiter.decide(call(hits(0, false))).passes()).isFalse();
    }

    @Test
    void givingBackIsNeverRefusedAndTakesNothing() throws UndecidedException {
        book.accept(enforced("acct", Tier.THROTTLE, 2));
        passing("acct", 5);
        assertThat(limiter.decide(call(hits(700, true))).passes()).isTrue();
        assertThat(limiter.decide(call(hits(700, true), hits(0, false))).passes())
                .isFalse();
        assertThat(passing("acct", 5)).isZero();
    }

    @Test
    void aCallCountsOnceHoweverManyHitsItTakes() throws UndecidedException {
        book.accept(enforced("acct", Tier.THROTTLE, 20));
        for (int i = 0; i < 9; i++) {
            assertThat(limiter.decide(call(hits(1_000, false), hits(0, false))).passes())
                    .isTrue();
        }
        assertThat(passing("acct", 5)).isEqualTo(1);
    }

    @Test
    void blockedSubjectsStayBlockedWhenTheFileCannotTellAndOthersGetTheException() throws UndecidedException {
        book.accept(enforced("blocked", Tier.SUSPEND, 2));
        book.acceptAct(given.act("blocked", Kind.APPROVE, Tier.SUSPEND, 1));
        book.accept(enforced("throttled", Tier.THROTTLE, 2));
        file = request -> {
            throw new UndecidedException("storage is gone");
        };

        LimitResponse response = limiter.decide(call("blocked"));
        assertThat(response.passes()).isFalse();
        assertThat(response.statuses().get(0).retryAfter()).isEmpty();
        assertThat(response.statuses().get(0).untilReset()).isZero();
        assertThat(response.treatment().tier()).isEqualTo(Tier.SUSPEND);
        assertThatThrownBy(() -> limiter.decide(call("ordinary"))).isInstanceOf(UndecidedException.class);
        assertThatThrownBy(() -> limiter.decide(call("throttled"))).isInstanceOf(UndecidedException.class);
        assertThat(limiter.decide(call("throttled")).passes()).isFalse();
    }

    @Test
    void failuresBecomeUndecidedAndEveryTurnIsCounted() throws UndecidedException {
        file = request -> {
            throw new IllegalStateException("a bug with a secret in it");
        };
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> limiter.decide(call("acct")))
                    .isInstanceOf(UndecidedException.class)
                    .hasMessageNotContaining("secret");
        }
        file = request -> answer(request, Code.OK);
        assertThat(passing("acct", 2)).isEqualTo(2);

        assertThat(limiter.tally().undecided()).isEqualTo(3);
        assertThat(limiter.tally().undecidedChanges()).isEqualTo(2);
    }

    @Test
    void plansWithoutANumberOrWithAnAbsurdOneLimitNothing() throws UndecidedException {
        book.accept(Say.of("acct", Tier.RESTRICT, 0)
                .plan(new LimitPlan(-1, -1, 256, 1, true, true))
                .standing());
        book.accept(enforced("absurd", Tier.THROTTLE, Long.MAX_VALUE));

        assertThat(passing("acct", 100)).isEqualTo(100);
        assertThat(passing("absurd", 100)).isEqualTo(100);
        assertThat(limiter.decide(call("acct")).treatment().plan().maxTokens()).isEqualTo(256);
        assertThat(limiter.decide(call("acct")).statuses()).containsExactly(PLENTY);
        assertThat(limiter.tally().buckets()).isZero();
    }
}
