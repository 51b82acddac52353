// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.adjudicate;

import dev.stillwatch.auditor.ring.Artefact;
import dev.stillwatch.auditor.ring.Tie;
import java.util.List;
import java.util.Map;

/**
 * Who a finding about a ring speaks of, and what links them. Names are bounded, so that a ring of any size makes a
 * finding of bounded size; the counts are of all.
 *
 * @param id {@code ring-…}
 * @param since event time at which its founding artefact was first seen, milliseconds since 1970
 * @param core accounts that are tied themselves
 * @param weak accounts that only were seen with what the ring has in common: weakly attached
 * @param coreMembers the first {@link #MOST_NAMED} of the core, sorted
 * @param weakMembers the first {@link #MOST_NAMED} of the weakly attached, sorted
 * @param ties what links the core
 * @param shared the hubs of the ties that have a hash for the sharing group, and that hash
 * @param predecessors ids of rings that it took in
 * @param exchanges exchanges its members were served in recent days: a decayed sum, half-life two days
 * @param outputTokens output tokens its members were served, decayed likewise
 */
public record RingFacts(
        String id,
        long since,
        long core,
        long weak,
        List<String> coreMembers,
        List<String> weakMembers,
        List<Tie> ties,
        Map<Artefact, Long> shared,
        List<String> predecessors,
        long exchanges,
        long outputTokens) {
    /** Most names of each list of members. */
    public static final int MOST_NAMED = 50;

    /** Copies the lists. */
    public RingFacts {
        coreMembers = List.copyOf(coreMembers);
        weakMembers = List.copyOf(weakMembers);
        ties = List.copyOf(ties);
        shared = Map.copyOf(shared);
        predecessors = List.copyOf(predecessors);
    }
}
