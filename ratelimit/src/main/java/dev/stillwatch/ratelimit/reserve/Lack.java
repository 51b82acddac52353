// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.reserve;

/**
 * Why one limit cannot take a call.
 *
 * @param nanos how long until it may, {@link #NEVER} when it never will
 */
record Lack(Dimension dimension, Admission.Reason reason, long nanos) {
    static final long NEVER = Long.MAX_VALUE;

    /** The one that lasts longer: who waits for it has waited for the other. */
    static Lack longer(Lack one, Lack other) {
        return other.nanos > one.nanos ? other : one;
    }
}
