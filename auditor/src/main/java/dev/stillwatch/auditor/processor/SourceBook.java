// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.processor;

import dev.stillwatch.auditor.intake.SourceMap;
import dev.stillwatch.policies.policy.Policy;
import java.util.HashMap;
import java.util.Map;

/** Which source map holds when: that of the policy which is valid then. Each policy's is made once. One thread. */
final class SourceBook {
    private final PolicyBook policies;
    private final Map<String, SourceMap> maps = new HashMap<>();

    SourceBook(PolicyBook policies) {
        this.policies = policies;
    }

    /** The map at an instant, milliseconds since 1970; the same object for every instant of one policy. */
    SourceMap at(long time) {
        Policy policy = policies.at(time);
        return maps.computeIfAbsent(policy.id(), id -> SourceMap.of(policy.sources()));
    }

    /** Name and version of the policy that is valid at an instant. */
    String policyAt(long time) {
        return policies.at(time).id();
    }
}
