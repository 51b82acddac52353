// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.standing;

import dev.stillwatch.ratelimit.decide.CurrentLimit;
import dev.stillwatch.ratelimit.decide.Descriptor;
import dev.stillwatch.ratelimit.decide.DescriptorStatus;
import dev.stillwatch.ratelimit.decide.DescriptorStatus.Code;
import dev.stillwatch.ratelimit.decide.LimitRequest;
import dev.stillwatch.ratelimit.decide.LimitResponse;
import dev.stillwatch.ratelimit.decide.Rate;
import dev.stillwatch.ratelimit.decide.Unit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is answered about a subject. A visible rung shows the subject's own plan where it is tighter than the file's
 * limit; of a shared budget nothing is ever shown but when to come again, for its numbers would tell a ring that it is
 * seen as one. A silent rung shows nothing.
 */
final class Answer {
    private Answer() {}

    /** Output tokens an hour of the subject and of the ring that it shares with, where they are enforced. */
    static List<Pass.Share> shares(Found found, Optional<Applied> ring) {
        List<Pass.Share> shares = new ArrayList<>();
        Stream.of(Optional.ofNullable(found.applied()), ring)
                .flatMap(Optional::stream)
                .filter(applied -> applied.plan().outputTokensPerHour() >= 0)
                .forEach(applied -> shares.add(new Pass.Share(
                        applied.standing().subject(), applied.plan().outputTokensPerHour())));
        return shares;
    }

    /** Over the limit by the standing alone: the file's limits were not asked and counted nothing. */
    static LimitResponse refusal(LimitRequest request, Found found, Applied applied, Draw draw, PlanTaken refusal) {
        boolean visible = found.visible(applied);
        DescriptorStatus status = new DescriptorStatus(
                Code.OVER_LIMIT,
                visible ? limit(applied) : Optional.empty(),
                0,
                visible ? reset(draw, refusal) : Duration.ZERO,
                visible && refusal.untilOne() != Long.MAX_VALUE
                        ? Optional.of(Duration.ofNanos(refusal.untilOne()))
                        : Optional.empty());
        List<DescriptorStatus> statuses = new ArrayList<>(request.descriptors().size());
        for (Descriptor descriptor : request.descriptors()) {
            statuses.add(found.in(descriptor) ? status : DescriptorStatus.NO_LIMIT);
        }
        return new LimitResponse(Code.OVER_LIMIT, statuses, found.treatment().refusing(draw.refusedBy()), Map.of());
    }

    /** What the file's limits said, with the subject's plan where it is visible and tighter. */
    static List<DescriptorStatus> statuses(LimitRequest request, LimitResponse response, Found found, Draw draw) {
        Applied applied = found.applied();
        PlanTaken plan = draw.plan();
        if (applied == null || !applied.enforced() || plan == null || !found.visible(applied)) {
            return response.statuses();
        }
        List<DescriptorStatus> statuses = new ArrayList<>(response.statuses());
        for (int i = 0; i < statuses.size(); i++) {
            DescriptorStatus status = statuses.get(i);
            boolean tighter =
                    status.code() == Code.OK && (status.limit().isEmpty() || plan.remaining() < status.remaining());
            if (tighter && found.in(request.descriptors().get(i))) {
                statuses.set(
                        i,
                        new DescriptorStatus(
                                Code.OK,
                                limit(applied),
                                plan.remaining(),
                                Duration.ofNanos(plan.untilFull()),
                                Optional.empty()));
            }
        }
        return statuses;
    }

    private static Optional<CurrentLimit> limit(Applied applied) {
        long perHour = applied.plan().exchangesPerHour();
        return perHour < 0 ? Optional.empty() : Optional.of(new CurrentLimit(new Rate(perHour, Unit.HOUR), Draw.PLAN));
    }

    private static Duration reset(Draw draw, PlanTaken refusal) {
        if (refusal.untilOne() == Long.MAX_VALUE) {
            return Duration.ZERO;
        }
        PlanTaken plan = draw.plan();
        return Duration.ofNanos(Math.max(refusal.untilOne(), plan == null ? 0 : plan.untilFull()));
    }
}
