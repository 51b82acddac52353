// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.profile;

import dev.stillwatch.policies.policy.Policy;

/**
 * What a signal weighs: a subject's behaviour up to the end of a closed bucket. For a ring, the fold of its members'.
 *
 * @param facts who the subject is
 * @param today the tally of the open UTC day, closed buckets only; of a ring, whose members tell no single days, the recent days
 * @param recent today and the decayed days before it (half-life two days)
 * @param past the decayed days before today (half-life fourteen days), measures only: the subject's own past
 * @param todaySketches sum of today's prompt sketches; empty where the cold state was not needed
 * @param pastSketches decayed sum of the prompt sketches of the days before today; empty likewise
 * @param drift distance between the two, as of the last flush of today's sketches
 * @param asOf end of the closed bucket, event time, milliseconds since 1970
 * @param policy the policy valid at that time
 * @param parties how many customers it would be the sum of if they had nothing to do with each other: 1 for an account
 */
public record Behaviour(
        AccountFacts facts,
        Tally today,
        Tally recent,
        Tally past,
        SketchSum todaySketches,
        SketchSum pastSketches,
        Drift drift,
        long asOf,
        Policy policy,
        long parties) {

    /** Of one account, with the drift between the two sums. */
    public Behaviour(
            AccountFacts facts,
            Tally today,
            Tally recent,
            Tally past,
            SketchSum todaySketches,
            SketchSum pastSketches,
            long asOf,
            Policy policy) {
        this(
                facts,
                today,
                recent,
                past,
                todaySketches,
                pastSketches,
                todaySketches.drift(pastSketches),
                asOf,
                policy,
                1);
    }
}
