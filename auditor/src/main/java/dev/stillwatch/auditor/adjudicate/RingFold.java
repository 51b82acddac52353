// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.adjudicate;

import dev.stillwatch.auditor.profile.Dial;
import dev.stillwatch.auditor.profile.Measure;
import dev.stillwatch.auditor.profile.Tally;
import dev.stillwatch.policies.ring.Contribution;
import java.util.Optional;

/**
 * The fold of the members' latest contributions.
 *
 * @param tally the sum of their recent tallies: recent days decay with a half-life of two days
 * @param exchangesPerHour the sum of their own rates in their active hours
 * @param outputTokensPerHour the same in output tokens
 */
record RingFold(Tally tally, long exchangesPerHour, long outputTokensPerHour) {
    static RingFold of(RingQuestion question) {
        Tally.Builder sum = new Tally.Builder();
        long exchanges = 0;
        long tokens = 0;
        for (String member : question.ring().members()) {
            Optional<Contribution> contribution = question.contributions().apply(member);
            if (contribution.isPresent()) {
                Tally tally = Tally.decode(contribution.get().tally());
                sum.add(tally);
                exchanges += perHour(tally, Measure.EXCHANGES);
                tokens += perHour(tally, Measure.OUTPUT_TOKENS);
            }
        }
        return new RingFold(sum.build(), exchanges, tokens);
    }

    /** An account's count in one of its active hours; of recent days, which makes it generous by up to 3.4 times. */
    static long perHour(Tally tally, Measure measure) {
        long hours = 0;
        for (int hour = 0; hour < Dial.HOUR.size(); hour++) {
            hours += tally.count(Dial.HOUR, hour) > 0 ? 1 : 0;
        }
        return tally.count(measure) / Math.max(1, hours);
    }
}
