// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.processor;

import dev.stillwatch.policies.policy.Policy;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Which policy judges when: the one with the greatest validity start that is not after the instant, of equals the
 * greater version. Before the first one starts, that first one judges: no bucket goes unjudged.
 */
public final class PolicyBook {
    private static final Comparator<Policy> ORDER = Comparator.comparingLong(Policy::validFrom)
            .thenComparingInt(Policy::version)
            .thenComparing(Policy::name);

    private final List<Policy> policies;

    /**
     * A book.
     *
     * @param policies at least one
     */
    public PolicyBook(List<Policy> policies) {
        if (policies.isEmpty()) {
            throw new IllegalArgumentException("a policy book holds at least one policy");
        }
        this.policies = policies.stream().sorted(ORDER).toList();
    }

    /** The policy that judges at an event time, milliseconds since 1970. */
    public Policy at(long time) {
        Policy found = policies.get(0);
        for (Policy policy : policies) {
            if (policy.validFrom() > time) {
                break;
            }
            found = policy;
        }
        return found;
    }

    /** The policy of an id, {@code name@version}. */
    public Optional<Policy> named(String id) {
        return policies.stream().filter(policy -> policy.id().equals(id)).findFirst();
    }

    /** The policy with the latest validity start. */
    public Policy latest() {
        return policies.get(policies.size() - 1);
    }
}
