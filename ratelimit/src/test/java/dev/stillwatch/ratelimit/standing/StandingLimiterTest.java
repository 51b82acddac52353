// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.standing;

import static dev.stillwatch.ratelimit.standing.Given.enforced;
import static dev.stillwatch.ratelimit.standing.Given.shadow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stillwatch.policies.act.Act.Kind;
import dev.stillwatch.policies.standing.LimitPlan;
import dev.stillwatch.policies.standing.Tier;
import dev.stillwatch.ratelimit.decide.CurrentLimit;
import dev.stillwatch.ratelimit.decide.Descriptor;
import dev.stillwatch.ratelimit.decide.DescriptorStatus;
import dev.stillwatch.ratelimit.decide.DescriptorStatus.Code;
import dev.stillwatch.ratelimit.decide.Entry;
import dev.stillwatch.ratelimit.decide.LimitRequest;
import dev.stillwatch.ratelimit.decide.LimitResponse;
import dev.stillwatch.ratelimit.decide.Limiter;
import dev.stillwatch.ratelimit.decide.Rate;
import dev.stillwatch.ratelimit.decide.Treatment;
import dev.stillwatch.ratelimit.decide.UndecidedException;
import dev.stillwatch.ratelimit.decide.Unit;
import dev.stillwatch.ratelimit.limits.DomainSettings;
import dev.stillwatch.ratelimit.limits.HeaderProfile;
import dev.stillwatch.ratelimit.standing.Given.Say;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Plans on calls: what passes, what is counted, what is said, and what happens when the file's limits fail. */
final class StandingLimiterTest {
    private static final DescriptorStatus PLENTY = new DescriptorStatus(
            Code.OK,
            Optional.of(new CurrentLimit(new Rate(1_000, Unit.MINUTE), "file")),
            900,
            Duration.ofSeconds(30),
            Optional.empty());

    private final Given given = new Given();
    private final StandingBook book = given.book();
    private Tier seen = Tier.CLEAR;
    private final AtomicInteger asked = new AtomicInteger();
    private Limiter file = request -> answer(request, Code.OK);
    private DomainSettings settings = DomainSettings.DEFAULT;
    private final StandingLimiter limiter = new StandingLimiter(
            (request, tier) -> {
                asked.incrementAndGet();
                seen = tier;
                return file.decide(request);
            },
            book,
            domain -> settings,
            given.nanos,
            100);

    private static LimitResponse answer(LimitRequest request, Code code) {
        DescriptorStatus status = code == Code.OK
                ? PLENTY
                : new DescriptorStatus(Code.OVER_LIMIT, PLENTY.limit(), 0, Duration.ofSeconds(9), Optional.empty());
        return new LimitResponse(
                code,
                Collections.nCopies(request.descriptors().size(), status),
                Treatment.NONE,
                Map.of("service", "one"));
    }

    private static DomainSettings said(Set<Tier> silent, String... subjects) {
        return new DomainSettings(HeaderProfile.NONE, List.of(subjects), Map.of(), silent);
    }

    private static LimitRequest call(String account) {
        return new LimitRequest("llm", List.of(Descriptor.of(new Entry("account", account))), 1);
    }

    private static LimitRequest call(Descriptor... descriptors) {
        return new LimitRequest("llm", List.of(descriptors), 1);
    }

    private static Descriptor hits(long hits, boolean giveBack) {
        return new Descriptor(List.of(new Entry("account", "acct")), Optional.empty(), OptionalLong.of(hits), giveBack);
    }

    private int passing(String account, int calls) throws UndecidedException {
        int passed = 0;
        for (int i = 0; i < calls; i++) {
            passed += limiter.decide(call(account)).passes() ? 1 : 0;
        }
        return passed;
    }

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
    void aRefusalShowsThePlanAndWhenToComeAgain() throws UndecidedException {
        book.accept(enforced("acct", Tier.THROTTLE, 20));
        passing("acct", 10);
        LimitResponse response = limiter.decide(
                call(Descriptor.of(new Entry("ip", "1.2.3.4")), Descriptor.of(new Entry("account", "acct"))));

        assertThat(response.code()).isEqualTo(Code.OVER_LIMIT);
        assertThat(response.statuses()).hasSize(2);
        assertThat(response.statuses().get(0)).isEqualTo(DescriptorStatus.NO_LIMIT);
        DescriptorStatus status = response.statuses().get(1);
        assertThat(status.limit()).contains(new CurrentLimit(new Rate(20, Unit.HOUR), "plan"));
        assertThat(status.retryAfter()).contains(Duration.ofMinutes(3));
        assertThat(status.untilReset()).isEqualTo(Duration.ofHours(1));
        assertThat(response.treatment().wouldRefuse()).contains("plan");
        assertThat(response.treatment().reason()).isEqualTo("Asks for what a copy would learn from.");
    }

    @Test
    void aVisiblePlanIsShownWhereItIsTighterThanTheFile() throws UndecidedException {
        book.accept(enforced("acct", Tier.THROTTLE, 20));
        book.accept(enforced("large", Tier.THROTTLE, 20_000));

        DescriptorStatus status = limiter.decide(call("acct")).statuses().get(0);
        assertThat(status.limit()).contains(new CurrentLimit(new Rate(20, Unit.HOUR), "plan"));
        assertThat(status.remaining()).isEqualTo(9);
        assertThat(limiter.decide(call("large")).statuses()).containsExactly(PLENTY);
    }

    @Test
    void aPlanIsShownWhereTheFileHasNoLimitAndNotUnderItsRefusals() throws UndecidedException {
        book.accept(enforced("acct", Tier.THROTTLE, 20));
        file = request -> new LimitResponse(
                Code.OK, List.of(DescriptorStatus.NO_LIMIT, DescriptorStatus.NO_LIMIT), Treatment.NONE, Map.of());
        LimitResponse response = limiter.decide(
                call(Descriptor.of(new Entry("ip", "1.2.3.4")), Descriptor.of(new Entry("account", "acct"))));
        assertThat(response.statuses().get(0)).isEqualTo(DescriptorStatus.NO_LIMIT);
        assertThat(response.statuses().get(1).limit()).isPresent();

        file = request -> answer(request, Code.OVER_LIMIT);
        assertThat(limiter.decide(call("acct")).statuses().get(0).limit()).isEqualTo(PLENTY.limit());
    }

    @Test
    void aSilentRungShowsNothing() throws UndecidedException {
        settings = said(Set.of(Tier.THROTTLE), "account");
        book.accept(enforced("acct", Tier.THROTTLE, 2));
        book.accept(enforced("told", Tier.RESTRICT, 2));

        LimitResponse passed = limiter.decide(call("acct"));
        LimitResponse refused = limiter.decide(call("acct"));
        assertThat(passed.statuses()).containsExactly(PLENTY);
        assertThat(passed.treatment().visible()).isFalse();
        assertThat(refused.statuses())
                .containsExactly(
                        new DescriptorStatus(Code.OVER_LIMIT, Optional.empty(), 0, Duration.ZERO, Optional.empty()));
        assertThat(limiter.decide(call("told")).treatment().visible()).isTrue();
    }

    @Test
    void whoIsRestrictedCarriesCapsForTheGateway() throws UndecidedException {
        book.accept(enforced("acct", Tier.RESTRICT, 20));
        Treatment treatment = limiter.decide(call("acct")).treatment();

        assertThat(treatment.tier()).isEqualTo(Tier.RESTRICT);
        assertThat(treatment.plan()).isEqualTo(Given.plan(Tier.RESTRICT, 20));
        assertThat(treatment.wouldRefuse()).isEmpty();
    }

    @Test
    void theFileIsToldWhichRungIsEnforced() throws UndecidedException {
        book.accept(enforced("acct", Tier.RESTRICT, 20));
        book.accept(shadow("spared", Tier.RESTRICT, 20));

        limiter.decide(call("acct"));
        assertThat(seen).isEqualTo(Tier.RESTRICT);
        limiter.decide(call("spared"));
        assertThat(seen).isEqualTo(Tier.WATCH);
        limiter.decide(call("other"));
        assertThat(seen).isEqualTo(Tier.CLEAR);
    }

    @Test
    void shadowModeRefusesNothingAndTellsWhatItWouldHave() throws UndecidedException {
        book.accept(shadow("acct", Tier.RESTRICT, 4));
        int told = 0;
        for (int i = 0; i < 6; i++) {
            LimitResponse response = limiter.decide(call("acct"));
            assertThat(response.passes()).isTrue();
            assertThat(response.statuses()).containsExactly(PLENTY);
            assertThat(response.treatment().plan()).isEqualTo(LimitPlan.NONE);
            assertThat(response.treatment().tier()).isEqualTo(Tier.WATCH);
            assertThat(response.treatment().wouldBe()).isEqualTo(Tier.RESTRICT);
            told += response.treatment().wouldRefuse().isPresent() ? 1 : 0;
        }
        assertThat(told).isEqualTo(4);
        assertThat(limiter.tally().wouldRefuse()).isEqualTo(4);
        assertThat(limiter.tally().refused()).isZero();
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
        book.stop();
        assertThat(passing("acct", 30)).isEqualTo(30);
        book.release();
        assertThat(passing("acct", 30)).isZero();
    }

    @Test
    void anApprovedSuspensionInShadowModeTellsThatItWouldRefuse() throws UndecidedException {
        book.accept(shadow("acct", Tier.SUSPEND, 4));
        book.acceptAct(given.act("acct", Kind.APPROVE, Tier.SUSPEND, 1));
        assertThat(limiter.decide(call("acct")).treatment().wouldRefuse()).contains("plan");

        book.acceptAct(given.act("default", Kind.PROMOTE, Tier.RESTRICT, 0));
        given.pass(Duration.ofHours(1));
        LimitResponse response = limiter.decide(call("acct"));
        assertThat(response.passes()).isTrue();
        assertThat(response.treatment().tier()).isEqualTo(Tier.RESTRICT);
        assertThat(response.treatment().wouldRefuse()).contains("plan");
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
                (request, tier) -> file.decide(request), again, domain -> settings, given.nanos, 100);
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
    void ofSeveralNamesTheOneThatStandsWorstCounts() throws UndecidedException {
        settings = said(Set.of(), "account", "api_key");
        book.accept(enforced("clear", Tier.CLEAR, 0));
        book.accept(enforced("key", Tier.THROTTLE, 2));
        book.accept(shadow("worse-in-shadow", Tier.RESTRICT, 2));
        Descriptor both = Descriptor.of(new Entry("account", "clear"), new Entry("api_key", "key"));

        assertThat(limiter.decide(call(both)).treatment().subject()).isEqualTo("key");
        assertThat(limiter.decide(call(Descriptor.of(new Entry("account", "nobody"), new Entry("api_key", "key"))))
                        .treatment()
                        .subject())
                .isEqualTo("key");
        assertThat(limiter.decide(call(
                                Descriptor.of(new Entry("account", "worse-in-shadow"), new Entry("account", "key"))))
                        .treatment()
                        .subject())
                .isEqualTo("key");
        assertThat(limiter.decide(call(
                                Descriptor.of(new Entry("account", "clear"), new Entry("account", "worse-in-shadow"))))
                        .treatment()
                        .subject())
                .isEqualTo("worse-in-shadow");
        assertThat(limiter.decide(call(Descriptor.of(new Entry("account", "clear"), new Entry("account", "nobody"))))
                        .treatment()
                        .subject())
                .isEqualTo("clear");
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

    @Test
    void whatTheFileWouldHaveRefusedInItsOwnShadowModeIsKept() throws UndecidedException {
        Treatment told = new Treatment("", Tier.CLEAR, Tier.CLEAR, LimitPlan.NONE, "", 0, true, Optional.of("rpm"));
        file = request -> new LimitResponse(Code.OK, List.of(PLENTY), told, Map.of());

        assertThat(limiter.decide(call("acct")).treatment().wouldRefuse()).contains("rpm");
    }
}
