// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.standing;

import static dev.stillwatch.ratelimit.standing.Given.enforced;
import static dev.stillwatch.ratelimit.standing.Given.shadow;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.policies.act.Act.Kind;
import dev.stillwatch.policies.standing.LimitPlan;
import dev.stillwatch.policies.standing.Tier;
import dev.stillwatch.ratelimit.decide.CurrentLimit;
import dev.stillwatch.ratelimit.decide.Descriptor;
import dev.stillwatch.ratelimit.decide.DescriptorStatus;
import dev.stillwatch.ratelimit.decide.DescriptorStatus.Code;
import dev.stillwatch.ratelimit.decide.Entry;
import dev.stillwatch.ratelimit.decide.LimitResponse;
import dev.stillwatch.ratelimit.decide.Rate;
import dev.stillwatch.ratelimit.decide.Treatment;
import dev.stillwatch.ratelimit.decide.UndecidedException;
import dev.stillwatch.ratelimit.decide.Unit;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What an answer says of a standing: to the caller, to the gateway, to the file and to us. */
final class WhatIsSaidTest extends Asking {
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
        assertThat(limiter.tally().refused()).isZero();
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
}
