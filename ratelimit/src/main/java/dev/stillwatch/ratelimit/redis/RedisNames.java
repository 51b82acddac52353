// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.redis;

import dev.stillwatch.policies.key.DeploymentKey;
import dev.stillwatch.ratelimit.snapshot.CounterName;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * What counters are called in a Redis: the first 128 bits of a keyed hash of domain, pairs and kind, because values may be
 * API keys. All limiters that share counters need the same key. Safe for many threads.
 */
final class RedisNames {
    /** Names of other programs do not begin so. */
    static final String PREFIX = "stillwatch:limit:";

    private static final String PURPOSE = "redis-counter";
    private static final int BYTES = 16;

    /**
     * For limiters without a deployment's key. It is no secret: who reads names in the Redis can try values, and finds
     * those that can be guessed; an API key cannot.
     */
    private static final DeploymentKey PUBLIC =
            DeploymentKey.of(0, "stillwatch: names of counters, under no secret".getBytes(StandardCharsets.UTF_8));

    private final DeploymentKey key;

    RedisNames(Optional<DeploymentKey> key) {
        this.key = key.orElse(PUBLIC);
    }

    String of(CounterName name) {
        byte[] tag = key.tag(PURPOSE, name.bytes());
        return PREFIX + HexFormat.of().formatHex(Arrays.copyOf(tag, BYTES));
    }
}
