// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.door;

import dev.stillwatch.ratelimit.decide.CurrentLimit;
import dev.stillwatch.ratelimit.decide.DescriptorStatus;
import dev.stillwatch.ratelimit.decide.LimitResponse;
import dev.stillwatch.ratelimit.decide.Rate;
import dev.stillwatch.ratelimit.decide.Treatment;
import dev.stillwatch.ratelimit.decide.Unit;
import dev.stillwatch.ratelimit.header.Header;
import dev.stillwatch.ratelimit.header.RetryAfter;
import dev.stillwatch.ratelimit.reserve.Admission;
import dev.stillwatch.ratelimit.reserve.Budget;
import dev.stillwatch.ratelimit.reserve.Dimension;
import dev.stillwatch.ratelimit.reserve.Left;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** What the caller of a model is told of an admission, in the headers of the domain's profile. */
final class AdmitHeaders {
    private AdmitHeaders() {}

    /**
     * The headers.
     *
     * @param left what is left of each dimension, as the caller may be told of it
     * @param counters what the limiter said of the request
     * @param visible whether the caller may notice its standing: where not, a refusal by the standing's plan has no wait
     * @param profile the domain's headers for an answer of a limiter
     */
    static List<Header> of(
            Admission admission,
            Map<Dimension, Left> left,
            List<DescriptorStatus> counters,
            boolean visible,
            Function<LimitResponse, List<Header>> profile) {
        List<Header> headers = new ArrayList<>(profile.apply(asResponse(admission, left, counters)));
        // The profile has it where a limit refused that it may show.
        if ((visible || !isByPlan(admission))
                && headers.stream().noneMatch(header -> header.name().equals(RetryAfter.NAME))) {
            retryAfter(admission).ifPresent(wait -> headers.add(RetryAfter.of(wait)));
        }
        return headers;
    }

    /**
     * What is left as a silent step tells it: of the file's own limits, with what the step withholds as if it were left, as
     * at the other doors.
     *
     * @param counted the budgets that the call was counted against
     * @param own the same budgets as the file gives them
     */
    static Map<Dimension, Left> silently(Map<Dimension, Left> left, List<Budget> counted, List<Budget> own) {
        Map<Dimension, Left> told = new EnumMap<>(Dimension.class);
        left.forEach((dimension, one) -> {
            long whole = whole(dimension, one.limit(), counted, own);
            told.put(dimension, new Left(whole, one.left() + whole - one.limit(), one.untilFull()));
        });
        return told;
    }

    private static long whole(Dimension dimension, long share, List<Budget> counted, List<Budget> own) {
        return counted.stream()
                .filter(budget -> budget.allowance().limits().getOrDefault(dimension, -1L) == share)
                .flatMap(budget -> own.stream().filter(whole -> whole.key().equals(budget.key())))
                .map(whole -> whole.allowance().limits().getOrDefault(dimension, share))
                .findFirst()
                .orElse(share);
    }

    /** Whether the plan of a standing refuses, and no limit of the file. */
    static boolean isByPlan(Admission admission) {
        return admission instanceof Admission.Refused refused
                && refused.dimension().filter(by -> unit(by).isEmpty()).isPresent();
    }

    private static Optional<Duration> retryAfter(Admission admission) {
        return admission instanceof Admission.Refused refused ? refused.retryAfter() : Optional.empty();
    }

    /** The limits of the file; a standing's plan is between us and the gateway. */
    private static LimitResponse asResponse(
            Admission admission, Map<Dimension, Left> told, List<DescriptorStatus> counters) {
        Optional<Dimension> over =
                admission instanceof Admission.Refused refused ? refused.dimension() : Optional.empty();
        List<DescriptorStatus> statuses = new ArrayList<>(counters);
        for (Map.Entry<Dimension, Left> each : new TreeMap<>(told).entrySet()) {
            Dimension dimension = each.getKey();
            Left left = each.getValue();
            boolean isOver = over.equals(Optional.of(dimension));
            unit(dimension)
                    .ifPresent(unit -> statuses.add(new DescriptorStatus(
                            isOver ? DescriptorStatus.Code.OVER_LIMIT : DescriptorStatus.Code.OK,
                            Optional.of(new CurrentLimit(new Rate(left.limit(), unit), dimension.label())),
                            left.left(),
                            left.untilFull(),
                            isOver ? retryAfter(admission) : Optional.empty())));
        }
        boolean passes = admission instanceof Admission.Admitted;
        return new LimitResponse(
                passes ? DescriptorStatus.Code.OK : DescriptorStatus.Code.OVER_LIMIT,
                statuses,
                Treatment.NONE,
                Map.of());
    }

    private static Optional<Unit> unit(Dimension dimension) {
        return switch (dimension) {
            case RPM, ITPM, OTPM -> Optional.of(Unit.MINUTE);
            case TPD, USD -> Optional.of(Unit.DAY);
            // Slots have no span; the profiles that show them show none.
            case CONCURRENCY -> Optional.of(Unit.SECOND);
            case EXCHANGES_PER_HOUR, OUTPUT_TOKENS_PER_HOUR -> Optional.empty();
        };
    }
}
