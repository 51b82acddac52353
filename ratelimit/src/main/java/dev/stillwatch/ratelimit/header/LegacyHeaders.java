// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.header;

import java.util.List;

/**
 * {@code X-RateLimit-Limit}, {@code -Remaining} and {@code -Reset} of the tightest limit on requests. The reset is in
 * seconds from now, as Envoy and envoyproxy/ratelimit have it; some APIs send an instant under that name.
 */
final class LegacyHeaders {
    private LegacyHeaders() {}

    static List<Header> of(List<Quota> quotas) {
        return Quota.tightest(quotas, quota -> quota.measure() == Measure.REQUESTS)
                .map(quota -> List.of(
                        new Header("x-ratelimit-limit", Long.toString(quota.limit())),
                        new Header("x-ratelimit-remaining", Long.toString(quota.remaining())),
                        new Header("x-ratelimit-reset", Long.toString(Seconds.up(quota.untilReset())))))
                .orElse(List.of());
    }
}
