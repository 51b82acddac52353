// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.adjudicate;

import dev.stillwatch.auditor.profile.Dial;
import dev.stillwatch.auditor.profile.Measure;
import dev.stillwatch.auditor.profile.Tally;

/** How fast a subject goes when it goes: plans are sized from that. */
final class ActiveHours {
    private ActiveHours() {}

    /** The count over the hours of the day, 1 to 24, in which the subject was seen. */
    static long rate(Tally tally, Measure measure) {
        long hours = 0;
        for (int hour = 0; hour < Dial.HOUR.size(); hour++) {
            hours += tally.count(Dial.HOUR, hour) > 0 ? 1 : 0;
        }
        return tally.count(measure) / Math.max(1, hours);
    }
}
