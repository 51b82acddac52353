// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.adjudicate;

import dev.stillwatch.auditor.profile.Measure;
import dev.stillwatch.auditor.profile.Tally;
import dev.stillwatch.policies.ring.Contribution;
import java.util.Optional;

/**
 * The fold of the members' latest contributions.
 *
 * @param tally the sum of their recent tallies: recent days decay with a half-life of two days
 * @param exchangesPerHour the sum of their own rates in their active hours; of sums over several days, so up to 3.4 times
 *     what an hour had
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
                exchanges += ActiveHours.rate(tally, Measure.EXCHANGES);
                tokens += ActiveHours.rate(tally, Measure.OUTPUT_TOKENS);
            }
        }
        return new RingFold(sum.build(), exchanges, tokens);
    }
}
