// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.standing;

import static dev.stillwatch.ratelimit.standing.Given.enforced;
import static dev.stillwatch.ratelimit.standing.Given.shadow;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.policies.standing.Tier;
import dev.stillwatch.ratelimit.decide.DescriptorStatus.Code;
import dev.stillwatch.ratelimit.decide.LimitResponse;
import dev.stillwatch.ratelimit.decide.UndecidedException;
import org.junit.jupiter.api.Test;

/** Calls that are reported after they were answered: what they took was used, whatever a standing leaves. */
final class ReportedCallsTest extends Asking {
    @Test
    void aReportReachesTheFileWhenThePlanIsUsedUp() throws UndecidedException {
        book.accept(enforced("acct", Tier.THROTTLE, 20));
        assertThat(passing("acct", 20)).isEqualTo(10);
        int before = asked.get();
        long refused = limiter.tally().refused();

        LimitResponse reported = limiter.decide(call("acct").reporting());
        assertThat(asked.get()).isEqualTo(before + 1);
        assertThat(reported.passes()).isTrue();
        assertThat(reported.treatment().wouldRefuse()).isEmpty();
        assertThat(limiter.tally().refused()).isEqualTo(refused);
        assertThat(limiter.decide(call("acct")).passes()).isFalse();
    }

    @Test
    void aReportTakesAnExchangeOfThePlan() throws UndecidedException {
        book.accept(enforced("acct", Tier.THROTTLE, 20));
        for (int i = 0; i < 4; i++) {
            limiter.decide(call("acct").reporting());
        }
        assertThat(passing("acct", 20)).isEqualTo(6);
    }

    @Test
    void whatTheFileSaysOfItGivesNothingBack() throws UndecidedException {
        book.accept(enforced("acct", Tier.THROTTLE, 20));
        file = request -> answer(request, Code.OVER_LIMIT);
        for (int i = 0; i < 4; i++) {
            limiter.decide(call("acct").reporting());
        }
        file = request -> answer(request, Code.OK);
        assertThat(passing("acct", 20)).isEqualTo(6);
    }

    @Test
    void inShadowModeItTellsWhatThePlanWouldHaveRefused() throws UndecidedException {
        book.accept(shadow("acct", Tier.THROTTLE, 20));
        passing("acct", 20);
        assertThat(limiter.decide(call("acct").reporting()).treatment().wouldRefuse())
                .contains("plan");
    }
}
