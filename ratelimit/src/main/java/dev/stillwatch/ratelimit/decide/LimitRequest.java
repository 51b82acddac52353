// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.decide;

import java.util.List;
import java.util.OptionalLong;

/**
 * What a gateway asks about one call.
 *
 * @param domain whose limits apply, never empty
 * @param descriptors what the call is counted under, at least one
 * @param hits how much each descriptor takes that does not say so itself, at least 1
 * @param report whether the call has been answered: it is counted by the file, whatever a standing leaves its subject
 */
public record LimitRequest(String domain, List<Descriptor> descriptors, long hits, boolean report) {
    /** A question about a call that is still to run. */
    public LimitRequest(String domain, List<Descriptor> descriptors, long hits) {
        this(domain, descriptors, hits, false);
    }

    /** Copies the list; refuses what Envoy's protocol calls an error. */
    public LimitRequest {
        descriptors = List.copyOf(descriptors);
        if (domain.isEmpty()) {
            throw new IllegalArgumentException("the rate limit domain must not be empty");
        }
        if (descriptors.isEmpty()) {
            throw new IllegalArgumentException("the list of rate limit descriptors must not be empty");
        }
        if (hits < 1) {
            throw new IllegalArgumentException("hits below one: " + hits);
        }
    }

    /** The same of a call that has been answered. */
    public LimitRequest reporting() {
        return new LimitRequest(domain, descriptors, hits, true);
    }

    /** The same question without taking anything, and without giving anything back. */
    public LimitRequest looking() {
        List<Descriptor> looks = descriptors.stream()
                .map(one -> new Descriptor(one.entries(), one.override(), OptionalLong.of(0), false))
                .toList();
        return new LimitRequest(domain, looks, hits);
    }
}
