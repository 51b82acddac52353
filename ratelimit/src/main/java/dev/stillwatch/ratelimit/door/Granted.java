// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.door;

import dev.stillwatch.ratelimit.decide.DescriptorStatus;
import dev.stillwatch.ratelimit.decide.LimitResponse;
import dev.stillwatch.ratelimit.reserve.Admission;
import dev.stillwatch.ratelimit.reserve.Allowance;
import dev.stillwatch.ratelimit.reserve.Budget;
import dev.stillwatch.ratelimit.reserve.Dimension;
import dev.stillwatch.ratelimit.reserve.Grant;
import dev.stillwatch.ratelimit.reserve.Left;
import dev.stillwatch.ratelimit.standing.Pass;
import dev.stillwatch.ratelimit.standing.PlanTaken;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The limiter's answer to a call, in the words of admissions. */
final class Granted {
    private Granted() {}

    /** What the reservation is held to besides the limits of the file. */
    static Grant of(Pass pass) {
        List<Budget> shares = pass.shares().stream()
                .map(share -> new Budget(share.subject(), Allowance.ofOutputPerHour(share.outputTokens())))
                .toList();
        return new Grant(pass.treatment().plan(), shares, pass.putBack());
    }

    /**
     * The refusal of a call that does not pass, empty when it does.
     *
     * @param left what is left of the file's tokens
     */
    static Optional<Admission> refusal(Pass pass, Supplier<Map<Dimension, Left>> left) {
        if (pass.response().passes()) {
            return Optional.empty();
        }
        return Optional.of(pass.refusal()
                .map(refusal -> byPlan(refusal, left.get()))
                .orElseGet(() -> byFile(pass.response(), left.get())));
    }

    private static Admission.Refused byPlan(PlanTaken refusal, Map<Dimension, Left> left) {
        boolean never = refusal.untilOne() == Long.MAX_VALUE;
        return new Admission.Refused(
                never ? Admission.Reason.BLOCKED : Admission.Reason.OVER_LIMIT,
                Optional.of(Dimension.EXCHANGES_PER_HOUR),
                never ? Optional.empty() : Optional.of(Duration.ofNanos(refusal.untilOne())),
                left);
    }

    /** By a limit of the file on requests, which is no dimension of what calls cost. */
    private static Admission.Refused byFile(LimitResponse response, Map<Dimension, Left> left) {
        Optional<Duration> wait = response.statuses().stream()
                .filter(status -> status.code() == DescriptorStatus.Code.OVER_LIMIT)
                .flatMap(status -> status.retryAfter().stream())
                .max(Comparator.naturalOrder());
        return new Admission.Refused(Admission.Reason.OVER_LIMIT, Optional.empty(), wait, left);
    }

    /** The admission, with what is left of the subject's own plan. */
    static Admission telling(Admission admission, Pass pass) {
        long perHour = pass.treatment().plan().exchangesPerHour();
        return perHour < 0 || pass.plan().isEmpty()
                ? admission
                : admission.with(
                        Dimension.EXCHANGES_PER_HOUR, left(perHour, pass.plan().get()));
    }

    private static Left left(long perHour, PlanTaken taken) {
        Duration untilFull = taken.untilFull() == Long.MAX_VALUE ? Duration.ZERO : Duration.ofNanos(taken.untilFull());
        return new Left(perHour, taken.remaining(), untilFull);
    }
}
