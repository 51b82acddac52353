// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.standing;

/** The ladder, mildest first. Ordinal order is severity; the ordinal is wire format. */
public enum Tier {
    /** Nothing to see. */
    CLEAR,
    /** Seen, recorded, nothing limited. */
    WATCH,
    /** Limited to a share of the subject's own recent rate. */
    THROTTLE,
    /** As throttle, and log-probabilities, reasoning, n and max_tokens are cut. */
    RESTRICT,
    /** Recommended only: a person's act that names the standing's version is needed. */
    SUSPEND;

    /** Whether this tier is the given one or more severe. */
    public boolean atLeast(Tier other) {
        return compareTo(other) >= 0;
    }

    /** The name as written in files and on screens. */
    public String label() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
