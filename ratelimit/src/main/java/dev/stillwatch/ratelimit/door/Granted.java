// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.door;

import dev.stillwatch.ratelimit.reserve.Admission;
import dev.stillwatch.ratelimit.reserve.Allowance;
import dev.stillwatch.ratelimit.reserve.Budget;
import dev.stillwatch.ratelimit.reserve.Dimension;
import dev.stillwatch.ratelimit.reserve.Grant;
import dev.stillwatch.ratelimit.reserve.Left;
import dev.stillwatch.ratelimit.standing.PlanHold;
import dev.stillwatch.ratelimit.standing.PlanTaken;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** What a standing leaves a call, in the words of admissions. */
final class Granted {
    private Granted() {}

    /** What the reservation is held to besides the limits of the file. */
    static Grant of(PlanHold plan) {
        List<Budget> shares = plan.shares().stream()
                .map(share -> new Budget(share.subject(), Allowance.ofOutputPerHour(share.outputTokens())))
                .toList();
        return new Grant(plan.treatment().plan(), shares, plan.putBack());
    }

    /**
     * The refusal of a call to which the standing leaves no exchange, empty when it leaves one.
     *
     * @param left what is left of the file's limits
     */
    static Optional<Admission> refusal(PlanHold plan, Supplier<Map<Dimension, Left>> left) {
        return plan.refusal().map(refusal -> {
            boolean never = refusal.untilOne() == Long.MAX_VALUE;
            return new Admission.Refused(
                    never ? Admission.Reason.BLOCKED : Admission.Reason.OVER_LIMIT,
                    Optional.of(Dimension.EXCHANGES_PER_HOUR),
                    never ? Optional.empty() : Optional.of(Duration.ofNanos(refusal.untilOne())),
                    left.get());
        });
    }

    /** The admission, with what is left of the subject's own plan. */
    static Admission telling(Admission admission, PlanHold plan) {
        long perHour = plan.treatment().plan().exchangesPerHour();
        return perHour < 0 || plan.plan().isEmpty()
                ? admission
                : admission.with(
                        Dimension.EXCHANGES_PER_HOUR, left(perHour, plan.plan().get()));
    }

    private static Left left(long perHour, PlanTaken taken) {
        Duration untilFull = taken.untilFull() == Long.MAX_VALUE ? Duration.ZERO : Duration.ofNanos(taken.untilFull());
        return new Left(perHour, taken.remaining(), untilFull);
    }
}
