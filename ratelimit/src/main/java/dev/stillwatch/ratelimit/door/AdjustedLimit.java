// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.door;

import dev.stillwatch.policies.standing.Tier;
import dev.stillwatch.ratelimit.decide.DescriptorStatus;
import dev.stillwatch.ratelimit.decide.LimitResponse;
import dev.stillwatch.ratelimit.decide.Rate;
import dev.stillwatch.ratelimit.decide.Treatment;
import dev.stillwatch.ratelimit.decide.Unit;
import dev.stillwatch.ratelimit.header.Measure;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The one limit on requests that holds for a subject now, for gateways that count themselves and take each tenant's limit
 * from metadata: the slowest of those that apply, 0 while it is suspended, none where none applies (the gateway's own
 * default then holds).
 */
final class AdjustedLimit {
    private static final long DAYS_OF_A_WEEK = 7;

    private AdjustedLimit() {}

    static Optional<Rate> of(LimitResponse response) {
        Treatment treatment = response.treatment();
        if (treatment.tier() == Tier.SUSPEND) {
            return Optional.of(new Rate(0, Unit.HOUR));
        }
        Stream<Rate> limits = response.statuses().stream()
                .filter(status -> status.remaining() != DescriptorStatus.UNLIMITED)
                .flatMap(status -> status.limit().stream())
                .filter(limit -> Measure.of(limit) == Measure.REQUESTS)
                .flatMap(limit -> limit.had().stream())
                .map(AdjustedLimit::known);
        Stream<Rate> plan =
                treatment.tier().atLeast(Tier.THROTTLE) && treatment.plan().exchangesPerHour() >= 0
                        ? Stream.of(new Rate(treatment.plan().exchangesPerHour(), Unit.HOUR))
                        : Stream.empty();
        return Stream.concat(limits, plan).min(Comparator.comparingDouble(AdjustedLimit::perSecond));
    }

    /** Envoy's unit of a limit that a request brings knows no week. Rounded up: 0 would mean suspended. */
    private static Rate known(Rate rate) {
        return rate.unit() == Unit.WEEK
                ? new Rate((rate.requests() + DAYS_OF_A_WEEK - 1) / DAYS_OF_A_WEEK, Unit.DAY)
                : rate;
    }

    private static double perSecond(Rate rate) {
        return (double) rate.requests() / rate.unit().span().toSeconds();
    }
}
