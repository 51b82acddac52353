// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.limits;

import dev.stillwatch.ratelimit.decide.Rate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The limit of a rule.
 *
 * @param rate how many in which span; empty is unlimited
 * @param name its name, may be empty
 * @param replaces names of limits that are not looked at when this one is in the same request
 * @param shadow whether it is counted and told but refuses nothing
 * @param quota whether it refuses only together with all other quota limits of the request
 * @param metadata what the gateway is told while it is within the limit
 * @param bucket how the bucket is sized where the algorithm is {@code token_bucket}; empty is {@code fixed_window}
 */
public record Limit(
        Optional<Rate> rate,
        String name,
        List<String> replaces,
        boolean shadow,
        boolean quota,
        Map<String, Object> metadata,
        Optional<BucketSize> bucket) {
    /** Copies the collections. */
    public Limit {
        replaces = List.copyOf(replaces);
        metadata = Map.copyOf(metadata);
    }

    /**
     * The size of a token bucket.
     *
     * @param burst most tokens in it, at least 1
     * @param strict whether no aligned unit ever sees more than the rate; without it a unit after an idle one may see
     *     burst and rate together
     */
    public record BucketSize(long burst, boolean strict) {}
}
