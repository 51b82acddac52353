// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.replay;

import dev.stillwatch.policies.standing.Family;
import dev.stillwatch.policies.standing.LimitPlan;
import dev.stillwatch.policies.standing.Standing;
import java.time.Instant;
import java.util.List;

/** A standing as one line of {@code standings.ndjson}: what {@code explain} reads. Field names are public contract. */
record StandingLine(
        String subject,
        String tier,
        long score_milli,
        List<String> families,
        String ring,
        String mode,
        LimitPlan plan,
        List<String> reasons,
        String policy,
        long version,
        String since,
        String as_of) {

    static StandingLine of(Standing standing) {
        return new StandingLine(
                standing.subject(),
                standing.tier().label(),
                standing.scoreMilli(),
                standing.families().stream().sorted().map(Family::label).toList(),
                standing.ring(),
                standing.mode().name().toLowerCase(java.util.Locale.ROOT),
                standing.plan(),
                standing.reasons(),
                standing.policy(),
                standing.version(),
                Instant.ofEpochMilli(standing.since()).toString(),
                Instant.ofEpochMilli(standing.asOf()).toString());
    }
}
