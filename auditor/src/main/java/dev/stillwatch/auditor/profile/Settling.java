// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.profile;

import dev.stillwatch.policies.policy.Policy;

/**
 * What settling a day means: the ladder's pure step. The ladder's state is opaque here; an empty array is the state of
 * an account never settled.
 */
public interface Settling {
    /** The policy valid at an event time. */
    Policy policyAt(long time);

    /**
     * Event time from which the current key hashes, milliseconds since 1970, the start of a UTC day; the least number
     * when it follows none. Hashes from before it are not carried over it.
     */
    default long keyStart() {
        return Long.MIN_VALUE;
    }

    /**
     * The ladder after a whole day. Called for each day on which the account had exchanges, in order, and again when a
     * late exchange changed an earlier one.
     *
     * @param dayEnd behaviour at the day's end
     * @param ladder the ladder before the day
     */
    byte[] settle(Behaviour dayEnd, byte[] ladder);
}
