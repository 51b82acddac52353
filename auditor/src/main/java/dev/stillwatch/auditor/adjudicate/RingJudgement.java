// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.adjudicate;

import dev.stillwatch.policies.ring.Membership;
import dev.stillwatch.policies.standing.Standing;
import java.util.List;
import java.util.Optional;

/**
 * What was held of one ring at the end of one epoch.
 *
 * @param memory what to remember
 * @param score the evidence for it
 * @param standing the ring's standing, empty when nothing changed
 * @param memberships what each of its accounts inherits, sorted by account; the very one that was said last where nothing
 *     changed
 * @param findings what people should know
 */
public record RingJudgement(
        RingMemory memory,
        Score score,
        Optional<Standing> standing,
        List<Membership> memberships,
        List<Finding> findings) {
    /** Copies the lists. */
    public RingJudgement {
        memberships = List.copyOf(memberships);
        findings = List.copyOf(findings);
    }
}
