// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.signal;

import static dev.stillwatch.auditor.signal.Weighed.evidence;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.auditor.profile.Behaviour;
import dev.stillwatch.auditor.profile.ExchangeMaker;
import dev.stillwatch.auditor.profile.Policies;
import dev.stillwatch.policies.exchange.Exchange;
import dev.stillwatch.policies.exchange.Field;
import dev.stillwatch.policies.exchange.TextFeatures.Script;
import dev.stillwatch.policies.policy.Policy;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class IdentityAndTimingSignalsTest {
    private static final List<Exchange> RESOLD =
            Weighed.exchanges(600, i -> new ExchangeMaker(i).from(1 + i % 30, 1 + i % 9, Script.values()[1 + i % 5]));

    @Test
    void shouldSeeManyPeopleBehindOneAccount() {
        Evidence found = evidence(SignalId.D9, RESOLD);

        assertThat(found.weightMilli()).isBetween(1900, 2000);
        assertThat(found.sentence())
                .isEqualTo("One account from about 30 networks with about 9 clients in 5 scripts in one day.");
    }

    @Test
    void shouldCallASingleScriptOne() {
        assertThat(evidence(SignalId.D9, 600, i -> new ExchangeMaker(i).from(1 + i % 30, 1 + i % 9, Script.LATIN))
                        .sentence())
                .isEqualTo("One account from about 30 networks with about 9 clients in one script in one day.");
    }

    @Test
    void shouldNotMistakeRunnersOrPhonesForResale() {
        assertThat(evidence(SignalId.D9, 600, i -> new ExchangeMaker(i).from(1 + i % 200, 1, Script.LATIN))
                        .weightMilli())
                .isZero();
        assertThat(evidence(
                                SignalId.D9,
                                600,
                                i -> new ExchangeMaker(i)
                                        .from(1 + i % 8, 1 + i % 2, i == 0 ? Script.HAN : Script.LATIN))
                        .weightMilli())
                .isZero();
    }

    @ParameterizedTest
    @EnumSource(Policy.Owner.Kind.class)
    void shouldLeaveDeclaredGatewaysAlone(Policy.Owner.Kind kind) {
        Policy owned = Policies.with(Map.of(), List.of(new Policy.Owner("org-1", kind, List.of(), 1)), List.of());

        int weight = evidence(SignalId.D9, Weighed.behaviour(RESOLD, owned)).weightMilli();

        assertThat(weight == 0).isEqualTo(kind != Policy.Owner.Kind.ENTERPRISE);
    }

    @Test
    void shouldLeaveGatewayPlansAlone() {
        Policy gateway = plan(new Policy.PlanReference(1, 1_000_000, true));

        assertThat(evidence(SignalId.D9, Weighed.behaviour(RESOLD, gateway)).weightMilli())
                .isZero();
    }

    @Test
    void shouldSeeUseBeyondThePlan() {
        List<Exchange> heavy = Weighed.exchanges(1_000, i -> new ExchangeMaker(i).tokens(900, 100));

        Evidence fresh = evidence(SignalId.D7, Weighed.behaviour(heavy, plan(reference(1_000_000))));
        Evidence tenfold = evidence(SignalId.D7, Weighed.behaviour(heavy, plan(reference(100_000))));

        assertThat(fresh.weightMilli()).isEqualTo(500);
        assertThat(fresh.sentence())
                .isEqualTo("1.0 times the tokens of plan pro in one day, on an account 48 hours old.");
        assertThat(tenfold.weightMilli()).isEqualTo(900);
    }

    @Test
    void shouldNotTakeADateAheadForANewAccount() {
        Behaviour now = Weighed.behaviour(
                Weighed.exchanges(1_000, i -> new ExchangeMaker(i).tokens(900, 100)), plan(reference(1_000_000)));
        Behaviour beforeItWasMade = new Behaviour(
                now.facts(),
                now.today(),
                now.recent(),
                now.past(),
                now.todaySketches(),
                now.pastSketches(),
                now.facts().created() - ExchangeMaker.DAY,
                now.policy());

        assertThat(evidence(SignalId.D7, now).weightMilli()).isPositive();
        assertThat(evidence(SignalId.D7, beforeItWasMade).weightMilli()).isZero();
    }

    @Test
    void shouldStaySilentWithinThePlanOrWithoutOne() {
        List<Exchange> use = Weighed.exchanges(1_000, i -> new ExchangeMaker(i).tokens(900, 100));

        assertThat(evidence(SignalId.D7, Weighed.behaviour(use, plan(reference(2_000_000))))
                        .weightMilli())
                .isZero();
        assertThat(evidence(SignalId.D7, Weighed.behaviour(use, plan(reference(0))))
                        .weightMilli())
                .isZero();
        assertThat(evidence(SignalId.D7, use).weightMilli()).isZero();
        assertThat(evidence(SignalId.D7, 9, i -> new ExchangeMaker(i).lacks(Field.PLAN))
                        .isBlind())
                .isTrue();
        assertThat(evidence(SignalId.D9, 9, i -> new ExchangeMaker(i).lacks(Field.NETWORK))
                        .isBlind())
                .isTrue();
    }

    @Test
    void shouldSeeUseWithoutANight() {
        Evidence found = evidence(SignalId.D6, 2_000, i -> new ExchangeMaker(i).day(i / 300));

        assertThat(found.weightMilli()).isEqualTo(1000);
        assertThat(found.sentence()).isEqualTo("Busy in 24 of 24 hours of the day over 7 days, without a night.");
    }

    @Test
    void shouldNotMistakeOfficeHoursOrOneDayForMachines() {
        assertThat(evidence(
                                SignalId.D6,
                                2_000,
                                i -> new ExchangeMaker(i)
                                        .at(ExchangeMaker.START + i / 300 * ExchangeMaker.DAY + i % 300 * 120_000L))
                        .weightMilli())
                .isZero();
        assertThat(evidence(SignalId.D6, 2_000, ExchangeMaker::new).weightMilli())
                .isZero();
        assertThat(evidence(SignalId.D6, 50, i -> new ExchangeMaker(i).day(i / 5))
                        .weightMilli())
                .isZero();
    }

    @Test
    void shouldSeeAPivotToANewModel() {
        Policy released = released(ExchangeMaker.START);

        Evidence pivot = evidence(SignalId.D10, Weighed.behaviour(onNewModel(2), released));
        Evidence adoption = evidence(SignalId.D10, Weighed.behaviour(onNewModel(10), released));

        assertThat(pivot.weightMilli()).isEqualTo(1000);
        assertThat(pivot.sentence())
                .isEqualTo("50 % of today's exchanges went to model-2 within 48 hours of its release (others: 15 %).");
        assertThat(adoption.weightMilli()).isZero();
    }

    @Test
    void shouldForgetReleasesAfterTheirWindow() {
        assertThat(evidence(SignalId.D10, Weighed.behaviour(onNewModel(2), released(0)))
                        .weightMilli())
                .isZero();
        assertThat(evidence(
                                SignalId.D10,
                                Weighed.behaviour(onNewModel(2), released(ExchangeMaker.START + 3 * ExchangeMaker.DAY)))
                        .weightMilli())
                .isZero();
        assertThat(evidence(
                                SignalId.D10,
                                Weighed.behaviour(onNewModel(2).subList(0, 20), released(ExchangeMaker.START)))
                        .weightMilli())
                .isZero();
        assertThat(evidence(SignalId.D10, 9, i -> new ExchangeMaker(i).lacks(Field.MODEL))
                        .isBlind())
                .isTrue();
    }

    private static List<Exchange> onNewModel(int every) {
        return Weighed.exchanges(
                500, i -> i % every == 0 ? new ExchangeMaker(i).model("model-2") : new ExchangeMaker(i));
    }

    private static Policy released(long time) {
        return Policies.with(Map.of(), List.of(), List.of(new Policy.ModelRelease("model-2", time)));
    }

    private static Policy plan(Policy.PlanReference reference) {
        return Policies.with(Map.of("pro", reference), List.of(), List.of());
    }

    private static Policy.PlanReference reference(long tokens) {
        return new Policy.PlanReference(1_000, tokens, false);
    }
}
