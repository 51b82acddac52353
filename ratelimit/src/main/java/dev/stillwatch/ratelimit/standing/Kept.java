// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.standing;

/**
 * What a standing came to, and for how long that is certain: until somebody acts, or an act that counted, or could have,
 * is over. So whoever is given it is told what working it out anew would tell.
 *
 * @param applied what it came to
 * @param acts how many acts there had been when it was worked out
 * @param from when that was, in nanoseconds of the clock that never steps
 * @param lasts nanoseconds until the first act ends, at least 0
 */
record Kept(Applied applied, long acts, long from, long lasts) {
    /** Whether it is certain at that instant; of an earlier one than its own it says nothing. */
    boolean holds(long actsNow, long now) {
        long age = now - from;
        return acts == actsNow && age >= 0 && age < lasts;
    }
}
