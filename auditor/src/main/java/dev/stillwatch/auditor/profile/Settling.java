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
     * The ladder after a whole day. Called for each day on which the account had exchanges, in order, and again when a
     * late exchange changed an earlier one.
     *
     * @param dayEnd behaviour at the day's end
     * @param ladder the ladder before the day
     */
    byte[] settle(Behaviour dayEnd, byte[] ladder);
}
