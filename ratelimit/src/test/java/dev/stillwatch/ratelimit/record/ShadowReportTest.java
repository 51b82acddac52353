// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.record;

import static dev.stillwatch.ratelimit.record.Rolled.refused;
import static dev.stillwatch.ratelimit.record.Rolled.spared;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.policies.decision.LimitDecision;
import dev.stillwatch.policies.decision.LimitDecision.Outcome;
import dev.stillwatch.policies.standing.Tier;
import org.junit.jupiter.api.Test;

/** Whom shadow mode spares, before somebody promotes. */
final class ShadowReportTest {
    private final Rolled rolled = new Rolled();
    private final DecisionLog log = rolled.log;

    @Test
    void whomShadowModeSparesIsToldInRecordsAndInAReport() {
        for (int i = 0; i < 3; i++) {
            log.decided("llm", spared("acct"));
        }
        log.decided("llm", spared("other"));
        log.decided("llm", refused("third", "plan"));

        assertThat(rolled.second())
                .filteredOn(one -> one.outcome() == Outcome.WOULD_REFUSE)
                .extracting(LimitDecision::count)
                .containsExactlyInAnyOrder(3L, 1L);
        assertThat(log.shadow().calls()).isEqualTo(4);
        assertThat(log.shadow().customers()).isEqualTo(2);
        assertThat(log.shadow().most(1)).containsExactly(new ShadowReport.Hit("acct", 3));
    }

    @Test
    void theReportIsBoundedAndKeepsCounting() {
        ShadowReport report = new ShadowReport();
        for (int i = 0; i <= ShadowReport.MOST_SUBJECTS; i++) {
            report.add(new Cell("llm", "s" + i, Outcome.WOULD_REFUSE, "plan", Tier.WATCH, 1), 2);
        }
        report.add(new Cell("llm", "s0", Outcome.WOULD_REFUSE, "plan", Tier.WATCH, 1), 2);

        assertThat(report.customers()).isEqualTo(ShadowReport.MOST_SUBJECTS);
        assertThat(report.calls()).isEqualTo(2L * ShadowReport.MOST_SUBJECTS + 4);
        assertThat(report.most(1)).containsExactly(new ShadowReport.Hit("s0", 4));
    }
}
