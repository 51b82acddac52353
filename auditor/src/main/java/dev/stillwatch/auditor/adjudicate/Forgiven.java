// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.adjudicate;

import dev.stillwatch.policies.policy.Policy.Ladder;

/**
 * What a person has seen and lifted: until the score outgrows it, the subject stays clear.
 *
 * @param at time of the act, milliseconds since 1970; 0 when nothing was lifted
 * @param scoreMilli the score published when the act came
 */
public record Forgiven(long at, long scoreMilli) {
    /** Nothing was lifted. */
    public static final Forgiven NOTHING = new Forgiven(0, 0);

    /** Whether the score says no more than what was lifted: less than one more family's worth. */
    boolean covers(Score score, Ladder ladder) {
        return at > 0 && score.totalMilli() < scoreMilli + ladder.familyFloor();
    }

    /** Whether what was settled before is lifted too; an act of the instant at which a day ended came after that day. */
    boolean lifts(LadderState settled) {
        return at > 0 && at >= settled.settled();
    }
}
