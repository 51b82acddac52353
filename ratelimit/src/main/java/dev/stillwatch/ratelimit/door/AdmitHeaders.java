// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.door;

import dev.stillwatch.ratelimit.decide.CurrentLimit;
import dev.stillwatch.ratelimit.decide.DescriptorStatus;
import dev.stillwatch.ratelimit.decide.LimitResponse;
import dev.stillwatch.ratelimit.decide.Rate;
import dev.stillwatch.ratelimit.decide.Treatment;
import dev.stillwatch.ratelimit.decide.Unit;
import dev.stillwatch.ratelimit.header.Header;
import dev.stillwatch.ratelimit.header.HeaderProfile;
import dev.stillwatch.ratelimit.header.RetryAfter;
import dev.stillwatch.ratelimit.reserve.Admission;
import dev.stillwatch.ratelimit.reserve.Dimension;
import dev.stillwatch.ratelimit.reserve.Left;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the caller of a model is told of an admission, in the headers of the domain's profile. */
final class AdmitHeaders {
    private AdmitHeaders() {}

    static List<Header> of(Admission admission, HeaderProfile profile, Instant now) {
        List<Header> headers = new ArrayList<>(profile.headers(asResponse(admission), now));
        // The profile has it where a limit refused that it may show.
        if (headers.stream().noneMatch(header -> header.name().equals(RetryAfter.NAME))) {
            retryAfter(admission).ifPresent(wait -> headers.add(RetryAfter.of(wait)));
        }
        return headers;
    }

    private static Optional<Duration> retryAfter(Admission admission) {
        return admission instanceof Admission.Refused refused ? refused.retryAfter() : Optional.empty();
    }

    /** The limits of the file; a standing's plan is between us and the gateway. */
    private static LimitResponse asResponse(Admission admission) {
        Optional<Dimension> over =
                admission instanceof Admission.Refused refused ? refused.dimension() : Optional.empty();
        List<DescriptorStatus> statuses = new ArrayList<>();
        for (Map.Entry<Dimension, Left> each : new TreeMap<>(admission.left()).entrySet()) {
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
