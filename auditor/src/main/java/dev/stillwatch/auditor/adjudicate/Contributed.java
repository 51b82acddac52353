// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.adjudicate;

import dev.stillwatch.auditor.profile.Course;
import dev.stillwatch.auditor.profile.Measure;
import dev.stillwatch.auditor.profile.Shift;
import dev.stillwatch.auditor.profile.Tally;
import dev.stillwatch.policies.ring.Contribution;

/**
 * What an account contributed last, decoded: a ring is folded from these every epoch, and most of its members have told
 * nothing since the epoch before. Some 3 KB. Immutable.
 *
 * @param asOf end of the last closed bucket folded in, event time
 * @param tally its recent tally
 * @param course how its open day goes
 * @param shift which way its open day lies from its days before
 * @param exchangesPerHour how fast it goes when it goes
 * @param outputTokensPerHour the same in output tokens
 */
public record Contributed(
        long asOf, Tally tally, Course course, Shift shift, long exchangesPerHour, long outputTokensPerHour) {
    /** Decodes a contribution. */
    public static Contributed of(Contribution contribution) {
        Tally tally = Tally.decode(contribution.tally());
        return new Contributed(
                contribution.asOf(),
                tally,
                Course.decode(contribution.course()),
                Shift.decode(contribution.shift()),
                ActiveHours.rate(tally, Measure.EXCHANGES),
                ActiveHours.rate(tally, Measure.OUTPUT_TOKENS));
    }
}
