// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.record;

import static dev.stillwatch.ratelimit.record.Rolled.refused;
import static dev.stillwatch.ratelimit.record.Rolled.spared;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.stillwatch.policies.decision.LimitDecision;
import dev.stillwatch.policies.decision.LimitDecision.Outcome;
import dev.stillwatch.policies.standing.Tier;
import dev.stillwatch.ratelimit.decide.LimitResponse;
import java.util.Optional;
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
        assertThat(log.spared().byStandings().calls()).isEqualTo(4);
        assertThat(log.spared().byStandings().customers()).isEqualTo(2);
        assertThat(log.spared().byStandings().most(1)).containsExactly(new ShadowReport.Hit("acct", 3));
    }

    @Test
    void whomOnlyTheFileSparesIsToldApart() {
        LimitResponse passed = Rolled.passed("acct");
        log.decided("llm", passed);
        log.decided(
                "llm",
                new LimitResponse(
                        passed.code(), passed.statuses(), passed.treatment(), passed.metadata(), Optional.of("rpm")));

        assertThat(rolled.second())
                .extracting(LimitDecision::outcome, LimitDecision::subject, LimitDecision::limit, LimitDecision::count)
                .containsExactlyInAnyOrder(
                        tuple(Outcome.FILE_WOULD_REFUSE, "acct", "rpm", 1L), tuple(Outcome.PASSED, "", "", 1L));
        assertThat(log.spared().byStandings().calls()).isZero();
        assertThat(log.spared().byFile().most(9)).containsExactly(new ShadowReport.Hit("acct", 1));
    }

    @Test
    void theReportIsBoundedAndKeepsCounting() {
        ShadowReport report = new ShadowReport(Outcome.WOULD_REFUSE);
        for (int i = 0; i <= ShadowReport.MOST_SUBJECTS; i++) {
            report.add(new Cell("llm", "s" + i, Outcome.WOULD_REFUSE, "plan", Tier.WATCH, 1), 2);
        }
        report.add(new Cell("llm", "s0", Outcome.WOULD_REFUSE, "plan", Tier.WATCH, 1), 2);

        assertThat(report.customers()).isEqualTo(ShadowReport.MOST_SUBJECTS);
        assertThat(report.calls()).isEqualTo(2L * ShadowReport.MOST_SUBJECTS + 4);
        assertThat(report.most(1)).containsExactly(new ShadowReport.Hit("s0", 4));
    }
}
