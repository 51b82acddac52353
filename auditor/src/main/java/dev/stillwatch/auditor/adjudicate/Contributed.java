// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.adjudicate;

import dev.stillwatch.auditor.profile.Course;
import dev.stillwatch.auditor.profile.DayCell;
import dev.stillwatch.auditor.profile.HistoryState;
import dev.stillwatch.auditor.profile.Measure;
import dev.stillwatch.auditor.profile.Shift;
import dev.stillwatch.auditor.profile.Tally;
import dev.stillwatch.policies.ring.Contribution;

/**
 * What an account contributed last, decoded: a ring is folded from these every epoch, and most of its members have told
 * nothing since the epoch before. Some 3 KB. Immutable.
 *
 * @param asOf end of the last closed bucket folded in, event time
 * @param tally its recent tally, as it told it
 * @param day the UTC day that {@code recent} is of
 * @param recent the same as it weighs in that day: an account that is silent tells nothing, and its sums decay here as they
 *     do with the account itself
 * @param course how its open day goes
 * @param shift which way its open day lies from its days before
 * @param exchangesPerHour how fast it goes when it goes
 * @param outputTokensPerHour the same in output tokens
 */
public record Contributed(
        long asOf,
        Tally tally,
        int day,
        Tally recent,
        Course course,
        Shift shift,
        long exchangesPerHour,
        long outputTokensPerHour) {
    /** Decodes a contribution. */
    public static Contributed of(Contribution contribution) {
        Tally tally = Tally.decode(contribution.tally());
        return new Contributed(
                contribution.asOf(),
                tally,
                DayCell.dayOf(contribution.asOf() - 1),
                tally,
                Course.decode(contribution.course()),
                Shift.decode(contribution.shift()),
                ActiveHours.rate(tally, Measure.EXCHANGES),
                ActiveHours.rate(tally, Measure.OUTPUT_TOKENS));
    }

    /** The same with the sums of a later UTC day, for whoever asks for them every epoch of it. */
    public Contributed on(int later) {
        return later <= day
                ? this
                : new Contributed(
                        asOf, tally, later, recentIn(later), course, shift, exchangesPerHour, outputTokensPerHour);
    }

    /** The tally as it weighs in a UTC day; as told in the day in which it was told. */
    Tally recentIn(int when) {
        int silent = Math.max(0, when - DayCell.dayOf(asOf - 1));
        return when == day ? recent : tally.decayed(silent, HistoryState.RECENT_HALF_LIFE);
    }
}
