// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.record;

import static dev.stillwatch.ratelimit.record.Rolled.passed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stillwatch.policies.decision.LimitDecision;
import dev.stillwatch.policies.decision.LimitDecision.Outcome;
import dev.stillwatch.ratelimit.decide.Descriptor;
import dev.stillwatch.ratelimit.decide.Entry;
import dev.stillwatch.ratelimit.decide.LimitRequest;
import dev.stillwatch.ratelimit.decide.LimitResponse;
import dev.stillwatch.ratelimit.decide.UndecidedException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What another limiter decides is counted, and answered as it is. */
final class RecordingLimiterTest {
    private final Rolled rolled = new Rolled();
    private final DecisionLog log = rolled.log;

    @Test
    void aRecordingLimiterCountsAnswersAndFailures() throws UndecidedException {
        LimitRequest request = new LimitRequest("llm", List.of(Descriptor.of(new Entry("account", "acct"))), 1);
        LimitResponse answer = passed("acct");
        assertThat(new RecordingLimiter(asked -> answer, log).decide(request)).isSameAs(answer);
        RecordingLimiter failing = new RecordingLimiter(
                asked -> {
                    throw new UndecidedException("gone");
                },
                log);
        assertThatThrownBy(() -> failing.decide(request)).isInstanceOf(UndecidedException.class);

        assertThat(rolled.second())
                .extracting(LimitDecision::outcome)
                .containsExactlyInAnyOrder(Outcome.PASSED, Outcome.UNDECIDED);
    }
}
