// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.stillwatch.policies.decision.LimitDecision;
import dev.stillwatch.policies.decision.LimitDecision.Outcome;
import dev.stillwatch.policies.standing.LimitPlan;
import dev.stillwatch.policies.standing.Tier;
import dev.stillwatch.ratelimit.decide.CurrentLimit;
import dev.stillwatch.ratelimit.decide.DescriptorStatus;
import dev.stillwatch.ratelimit.decide.Rate;
import dev.stillwatch.ratelimit.decide.Treatment;
import dev.stillwatch.ratelimit.decide.Unit;
import dev.stillwatch.ratelimit.reserve.Dimension;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the record of decisions says of calls that asked to be admitted. */
final class RecordedAdmissionsTest {
    private final OpenAdmissions doors;

    RecordedAdmissionsTest() throws IOException {
        doors = new OpenAdmissions();
    }

    @AfterEach
    void close() {
        doors.close();
    }

    private List<LimitDecision> recorded() {
        doors.log.roll();
        return doors.log.poll(100);
    }

    private static Treatment standing(Tier tier, LimitPlan plan, Optional<String> wouldRefuse) {
        return new Treatment("acme", tier, Tier.THROTTLE, plan, "", 3, true, wouldRefuse);
    }

    @Test
    void anAdmittedCallIsOneOfTheTotals() throws Exception {
        doors.admit("r1", 1);
        doors.treatment = standing(Tier.THROTTLE, new LimitPlan(-1, -1, 80, -1, false, false), Optional.empty());
        doors.admit("r2", 1);
        assertThat(recorded())
                .extracting(LimitDecision::domain, LimitDecision::subject, LimitDecision::outcome, LimitDecision::count)
                .containsExactlyInAnyOrder(tuple("llm", "", Outcome.PASSED, 1L), tuple("llm", "", Outcome.ALTERED, 1L));
    }

    @Test
    void aRefusalNamesTheDimensionThatRefusesAndWhose() throws Exception {
        doors.treatment = standing(Tier.THROTTLE, LimitPlan.NONE, Optional.of("plan"));
        doors.limits = Map.of(Dimension.ITPM, 99L);
        doors.admit("r1", 1);
        doors.admit("r2", 1);
        assertThat(recorded()).singleElement().satisfies(one -> {
            assertThat(one.outcome()).isEqualTo(Outcome.REFUSED);
            assertThat(one.subject()).isEqualTo("acme");
            assertThat(one.limit()).isEqualTo("itpm");
            assertThat(one.tier()).isEqualTo(Tier.THROTTLE);
            assertThat(one.standingVersion()).isEqualTo(3);
            assertThat(one.count()).isEqualTo(2);
        });
    }

    @Test
    void aRefusalByTheFilesLimitOnRequestsNamesIt() throws Exception {
        doors.requests = new DescriptorStatus(
                DescriptorStatus.Code.OVER_LIMIT,
                Optional.of(new CurrentLimit(new Rate(3, Unit.MINUTE), "per-account")),
                0,
                Duration.ZERO,
                Optional.empty());
        doors.admit("r1", 1);
        assertThat(recorded())
                .extracting(LimitDecision::outcome, LimitDecision::limit)
                .containsExactly(tuple(Outcome.REFUSED, "per-account"));
    }

    @Test
    void aBlockedCallerIsRecordedOnce() throws Exception {
        doors.treatment = standing(Tier.SUSPEND, new LimitPlan(0, 0, 0, 0, true, true), Optional.empty());
        doors.admit("r1", 1);
        assertThat(recorded())
                .extracting(LimitDecision::outcome, LimitDecision::limit, LimitDecision::count)
                .containsExactly(tuple(Outcome.REFUSED, "plan", 1L));
    }

    @Test
    void aRefusalForNoLimitNamesNone() throws Exception {
        doors.treatment = standing(Tier.THROTTLE, LimitPlan.NONE, Optional.of("plan"));
        doors.admit("r1", 1);
        doors.admit("r1", 2);
        assertThat(recorded())
                .filteredOn(one -> one.outcome() == Outcome.REFUSED)
                .extracting(LimitDecision::limit)
                .containsExactly("");
    }

    @Test
    void whatShadowModeSparedIsInTheShadowReport() throws Exception {
        doors.treatment = standing(Tier.WATCH, LimitPlan.NONE, Optional.of("plan"));
        doors.admit("r1", 1);
        assertThat(recorded()).singleElement().satisfies(one -> {
            assertThat(one.outcome()).isEqualTo(Outcome.WOULD_REFUSE);
            assertThat(one.limit()).isEqualTo("plan");
        });
        assertThat(doors.log.spared().byStandings().calls()).isEqualTo(1);
    }

    @Test
    void aRefusalByTheStandingNamesItsLimitAsAtOtherDoors() throws Exception {
        doors.treatment = standing(Tier.THROTTLE, new LimitPlan(1, -1, -1, -1, false, false), Optional.empty());
        doors.admit("r1", 1);
        doors.admit("r2", 1);
        assertThat(recorded())
                .extracting(LimitDecision::outcome, LimitDecision::limit)
                .containsExactlyInAnyOrder(tuple(Outcome.PASSED, ""), tuple(Outcome.REFUSED, "plan"));
    }

    @Test
    void aCallThatIsAdmittedAgainWhenThePlanIsUsedUpWasSparedByNothing() throws Exception {
        doors.treatment = standing(Tier.THROTTLE, new LimitPlan(1, -1, -1, -1, false, false), Optional.empty());
        doors.admit("r1", 1);
        doors.admit("r1", 1);
        assertThat(recorded())
                .extracting(LimitDecision::outcome, LimitDecision::count)
                .containsExactly(tuple(Outcome.PASSED, 2L));
        assertThat(doors.log.spared().byStandings().calls()).isZero();
    }

    @Test
    void aCallAdmittedBeforeThatIsRefusedForAnotherReasonIsNotRefusedByThePlan() throws Exception {
        doors.treatment = standing(Tier.THROTTLE, new LimitPlan(1, -1, -1, -1, false, false), Optional.empty());
        doors.admit("r1", 1);
        doors.admit("r1", 2);
        assertThat(recorded())
                .extracting(LimitDecision::outcome, LimitDecision::limit)
                .containsExactlyInAnyOrder(tuple(Outcome.PASSED, ""), tuple(Outcome.REFUSED, ""));
    }

    @Test
    void aCallThatNobodyCanDecideOnIsRecordedAsSuch() throws Exception {
        doors.decides = false;
        assertThat(doors.admit("r1", 1).statusCode()).isEqualTo(503);
        assertThat(recorded()).extracting(LimitDecision::outcome).containsExactly(Outcome.UNDECIDED);
    }

    @Test
    void aPortkeyCallIsRecordedToo() throws Exception {
        doors.limits = Map.of(Dimension.RPM, 0L);
        doors.post(
                "/v1/portkey?domain=llm",
                "{'eventType': 'beforeRequestHook', 'metadata': {'_user': 'acme', 'request_id': 'r1'}, 'request':"
                        + " {'json': {'model': 'm', 'max_tokens': 10, 'messages': []}}}");
        assertThat(recorded())
                .singleElement()
                .extracting(LimitDecision::outcome, LimitDecision::limit)
                .containsExactly(Outcome.REFUSED, "rpm");
    }
}
