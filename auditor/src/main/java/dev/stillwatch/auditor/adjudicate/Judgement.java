// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.adjudicate;

import dev.stillwatch.auditor.profile.HistoryState;
import dev.stillwatch.auditor.profile.ProfileState;
import dev.stillwatch.policies.ring.Contribution;
import dev.stillwatch.policies.ring.Edge;
import dev.stillwatch.policies.standing.Standing;
import dev.stillwatch.policies.standing.Tier;
import java.util.List;
import java.util.Optional;

/**
 * What was held of one account at the end of one closed bucket.
 *
 * @param profile hot state to keep
 * @param history cold state to keep, empty when it did not change
 * @param tooLate exchanges that came too late to count
 * @param tier the tier held
 * @param score the evidence for it, also where nothing is told
 * @param outlook what would change it
 * @param limited what plans stopped so far, or would have
 * @param declared exchanges of this bucket under a valid passport
 * @param standing the standing, empty when nothing changed
 * @param findings what people should know
 * @param contribution what the account adds to rings, once an epoch
 * @param edges what it shares with others, new ones of the epoch
 * @param wake whether to ask again at the end of the UTC day though nothing more may come: a tier comes down in time
 */
public record Judgement(
        ProfileState profile,
        Optional<HistoryState> history,
        int tooLate,
        Tier tier,
        Score score,
        AdjudicationLadder.Outlook outlook,
        Finding.Limited limited,
        long declared,
        Optional<Standing> standing,
        List<Finding> findings,
        Optional<Contribution> contribution,
        List<Edge> edges,
        boolean wake) {
    /** Copies the lists. */
    public Judgement {
        findings = List.copyOf(findings);
        edges = List.copyOf(edges);
    }
}
