// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.record;

import dev.stillwatch.policies.decision.LimitDecision;
import dev.stillwatch.policies.standing.LimitPlan;
import dev.stillwatch.policies.standing.Tier;
import dev.stillwatch.ratelimit.decide.DescriptorStatus;
import dev.stillwatch.ratelimit.decide.DescriptorStatus.Code;
import dev.stillwatch.ratelimit.decide.LimitResponse;
import dev.stillwatch.ratelimit.decide.Treatment;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** A log that is rolled by hand, and answers for it. */
final class Rolled {
    final AtomicLong millis = new AtomicLong(1_000_000);
    final DecisionLog log = log(100, 1_000);

    DecisionLog log(int cells, int queued) {
        return new DecisionLog("node-1", () -> Instant.ofEpochMilli(millis.get()), cells, queued);
    }

    /** What a second came to. */
    List<LimitDecision> second() {
        millis.addAndGet(1_000);
        log.roll();
        return log.poll(1_000);
    }

    static LimitResponse passed(String subject) {
        return response(Code.OK, subject, Tier.CLEAR, LimitPlan.NONE, Optional.empty(), List.of());
    }

    static LimitResponse refused(String subject, String limit) {
        return response(Code.OVER_LIMIT, subject, Tier.THROTTLE, LimitPlan.NONE, Optional.of(limit), List.of());
    }

    static LimitResponse spared(String subject) {
        return response(Code.OK, subject, Tier.WATCH, LimitPlan.NONE, Optional.of("plan"), List.of());
    }

    static LimitResponse response(
            Code code,
            String subject,
            Tier tier,
            LimitPlan plan,
            Optional<String> limit,
            List<DescriptorStatus> statuses) {
        return new LimitResponse(
                code, statuses, new Treatment(subject, tier, tier, plan, "", 3, true, limit), Map.of());
    }
}
