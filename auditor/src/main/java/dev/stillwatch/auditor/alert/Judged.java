// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.alert;

import dev.stillwatch.auditor.adjudicate.Finding;
import dev.stillwatch.auditor.adjudicate.Score;
import dev.stillwatch.auditor.signal.Evidence;
import dev.stillwatch.auditor.signal.SignalId;
import dev.stillwatch.policies.standing.Standing;
import dev.stillwatch.policies.standing.Tier;
import java.util.List;
import java.util.Optional;

/** What findings with a score have in common, whether they are of an account or of a ring. */
record Judged(Tier tier, Tier previous, Standing.Mode mode, Score score, long standingVersion) {
    /** Empty for findings that hold no tier. */
    static Optional<Judged> of(Finding finding) {
        if (finding instanceof Finding.Harvesting found) {
            return Optional.of(
                    new Judged(found.tier(), found.previous(), found.mode(), found.score(), found.standingVersion()));
        }
        if (finding instanceof Finding.RingHarvesting found) {
            return Optional.of(
                    new Judged(found.tier(), found.previous(), found.mode(), found.score(), found.standingVersion()));
        }
        return Optional.empty();
    }

    /** The signals that speak against the subject. */
    List<SignalId> speaking() {
        return score.evidence().stream()
                .filter(e -> e.weightMilli() > 0)
                .map(Evidence::signal)
                .toList();
    }
}
