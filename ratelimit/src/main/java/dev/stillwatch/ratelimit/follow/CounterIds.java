// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.follow;

import dev.stillwatch.policies.key.DeploymentKey;
import dev.stillwatch.policies.snapshot.CounterId;
import dev.stillwatch.ratelimit.snapshot.CounterName;
import java.util.Optional;

/** What counters are called on the topic: the first 128 bits of a keyed hash. Safe for many threads. */
final class CounterIds {
    private static final String PURPOSE = "counter";

    private final DeploymentKey key;

    CounterIds(DeploymentKey key) {
        this.key = key;
    }

    CounterId of(CounterName name) {
        return CounterId.of(key.tag(PURPOSE, name.bytes()));
    }

    /** What it was called before the key was changed; empty when it never was. */
    Optional<CounterId> before(CounterName name) {
        return key.previous().map(previous -> CounterId.of(previous.tag(PURPOSE, name.bytes())));
    }
}
