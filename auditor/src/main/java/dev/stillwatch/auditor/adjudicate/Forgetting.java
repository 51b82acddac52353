// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.adjudicate;

import dev.stillwatch.auditor.profile.DayCell;
import dev.stillwatch.auditor.profile.HistoryState;
import dev.stillwatch.auditor.profile.KeptProfile;
import dev.stillwatch.auditor.profile.ProfileState;
import dev.stillwatch.policies.standing.Tier;

/**
 * When an account that fell silent is as good as one that was never seen: then it begins anew if it ever comes back, and
 * its state need not be kept. Otherwise the accounts of a stream would only ever become more
 * (docs/decisions/0027-forgetting-accounts.md).
 */
public final class Forgetting {
    /** UTC days of silence: ten half-lives of what is remembered longest, of which a thousandth is left. */
    public static final int SILENT_DAYS = 10 * HistoryState.PAST_HALF_LIFE;

    private Forgetting() {}

    /**
     * Whether nothing is held against the account of a state, and the last day that it speaks of lies more than
     * {@link #SILENT_DAYS} back. Of an account all of whose use is declared that is the day of its last standing.
     *
     * @param asOf end of a closed bucket, event time, milliseconds since 1970
     */
    public static boolean isDue(KeptProfile kept, long asOf) {
        if (!isOld(kept.hot(), asOf)) {
            return false;
        }
        Published published = Memory.decode(ProfileState.decode(kept).open()).published();
        int told = published.version() == 0 ? Integer.MIN_VALUE : DayCell.dayOf(published.at() - 1);
        int last = Math.max(KeptProfile.day(kept.hot()), told);
        return published.tier() == Tier.CLEAR && last != Integer.MIN_VALUE && isLongAfter(last, asOf);
    }

    /** Whether {@link #isDue} may say yes: a look at the first bytes of a hot value, for who goes through many. */
    public static boolean isOld(byte[] hot, long asOf) {
        return isLongAfter(KeptProfile.day(hot), asOf);
    }

    private static boolean isLongAfter(int day, long asOf) {
        return (long) DayCell.dayOf(asOf - 1) - day > SILENT_DAYS;
    }
}
