// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.header;

import dev.stillwatch.policies.standing.LimitPlan;
import dev.stillwatch.policies.standing.Tier;
import dev.stillwatch.ratelimit.decide.CurrentLimit;
import dev.stillwatch.ratelimit.decide.DescriptorStatus;
import dev.stillwatch.ratelimit.decide.DescriptorStatus.Code;
import dev.stillwatch.ratelimit.decide.LimitResponse;
import dev.stillwatch.ratelimit.decide.Rate;
import dev.stillwatch.ratelimit.decide.Treatment;
import dev.stillwatch.ratelimit.decide.Unit;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Answers of a limiter, as tests write them. */
final class Answered {
    private Answered() {}

    static DescriptorStatus within(String name, long limit, Unit unit, long remaining, Duration untilReset) {
        return new DescriptorStatus(
                Code.OK,
                Optional.of(new CurrentLimit(new Rate(limit, unit), name)),
                remaining,
                untilReset,
                Optional.empty());
    }

    static DescriptorStatus over(String name, long limit, Unit unit, Duration untilReset, Optional<Duration> retry) {
        return new DescriptorStatus(
                Code.OVER_LIMIT, Optional.of(new CurrentLimit(new Rate(limit, unit), name)), 0, untilReset, retry);
    }

    static LimitResponse passed(DescriptorStatus... statuses) {
        return new LimitResponse(Code.OK, List.of(statuses), Treatment.NONE, Map.of());
    }

    static LimitResponse refused(DescriptorStatus... statuses) {
        return refused(Treatment.NONE, statuses);
    }

    static LimitResponse refused(Treatment treatment, DescriptorStatus... statuses) {
        return new LimitResponse(Code.OVER_LIMIT, List.of(statuses), treatment, Map.of());
    }

    static Treatment treated(Tier tier, boolean visible) {
        return new Treatment(
                "acct-1",
                tier,
                tier,
                new LimitPlan(100, 20_000, 512, 1, true, true),
                "asks for step-by-step reasoning",
                4,
                visible,
                Optional.of("plan"));
    }
}
