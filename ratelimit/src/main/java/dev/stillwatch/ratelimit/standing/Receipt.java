// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.standing;

/** What a {@link StandingBook} did with a standing. */
public enum Receipt {
    /** It is the subject's standing now. */
    TAKEN,
    /** Ignored: one of this version or a later one is held. */
    NOT_NEWER,
    /** Ignored: it was older at the start than it allows. */
    TOO_OLD,
    /** Ignored: there is no room but for subjects that weigh more. */
    NO_ROOM
}
