// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.ratelimit;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.local.LocalBucketBuilder;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/** What a limiter is held against: Bucket4j's buckets, of the same two bandwidths, in a map by account. */
final class RawBuckets implements Decider {
    private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();
    private final String[] asked;

    /** Buckets of so many accounts. Those asked for are other strings than those in the map, as they are in a service. */
    RawBuckets(BenchLimits limits, int accounts) {
        asked = new String[accounts];
        for (int i = 0; i < accounts; i++) {
            asked[i] = BenchLimits.account(i);
            buckets.put(BenchLimits.account(i), bucket(limits));
        }
    }

    private static Bucket bucket(BenchLimits limits) {
        LocalBucketBuilder builder = Bucket.builder();
        limits.bandwidths().forEach(builder::addLimit);
        return builder.build();
    }

    @Override
    public boolean passes(int account) {
        Bucket bucket = Objects.requireNonNull(buckets.get(asked[account]));
        return bucket.tryConsumeAndReturnRemaining(1).isConsumed();
    }
}
