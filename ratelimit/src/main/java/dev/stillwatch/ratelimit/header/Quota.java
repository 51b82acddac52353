// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.header;

import dev.stillwatch.ratelimit.decide.CurrentLimit;
import dev.stillwatch.ratelimit.decide.DescriptorStatus;
import dev.stillwatch.ratelimit.decide.LimitResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * One limit as a caller may be told of it.
 *
 * @param policy its name, or numbers and unit where it has none, such as {@code 60-per-minute}
 * @param measure what it counts
 * @param limit most in the window, at least 0
 * @param remaining what is left, at least 0
 * @param window the span
 * @param untilReset how long until there is as much as at the start
 * @param exceeded whether it is over
 * @param retryAfter how long until the same request would be within it; empty when it is, or never will be
 */
record Quota(
        String policy,
        Measure measure,
        long limit,
        long remaining,
        Duration window,
        Duration untilReset,
        boolean exceeded,
        Optional<Duration> retryAfter) {

    private static final Comparator<Quota> TIGHTEST = Comparator.comparing((Quota quota) -> !quota.exceeded)
            .thenComparingLong(Quota::remaining)
            .thenComparing(Quota::untilReset, Comparator.reverseOrder());

    /** The limits that were looked at, in the order of the request; of several with one name the tightest. */
    static List<Quota> of(LimitResponse response) {
        Map<String, Quota> byPolicy = new LinkedHashMap<>();
        for (DescriptorStatus status : response.statuses()) {
            status.limit()
                    .filter(limit -> status.remaining() != DescriptorStatus.UNLIMITED)
                    .map(limit -> of(status, limit))
                    .ifPresent(quota -> byPolicy.merge(quota.policy, quota, Quota::tighter));
        }
        return new ArrayList<>(byPolicy.values());
    }

    /** The tightest of those wanted: one that is over before one that is not, then the one with least left. */
    static Optional<Quota> tightest(Collection<Quota> quotas, Predicate<Quota> wanted) {
        return quotas.stream().filter(wanted).min(TIGHTEST);
    }

    private static Quota of(DescriptorStatus status, CurrentLimit limit) {
        String name = limit.name().isEmpty()
                ? limit.rate().requests() + "-per-" + limit.rate().unit().label()
                : limit.name();
        return new Quota(
                name,
                Measure.of(limit),
                limit.rate().requests(),
                status.remaining(),
                limit.rate().unit().span(),
                status.untilReset(),
                status.code() == DescriptorStatus.Code.OVER_LIMIT,
                status.retryAfter());
    }

    private static Quota tighter(Quota one, Quota other) {
        return TIGHTEST.compare(other, one) < 0 ? other : one;
    }
}
