// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.ring;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Accounts that hang together by what they share. A link is not a verdict: what they did is judged elsewhere.
 *
 * @param founding the tie it began with
 * @param members its accounts, sorted
 * @param ties what links them, sorted
 */
public record Ring(Founding founding, List<String> members, List<Tie> ties) {
    /** Copies both lists. */
    public Ring {
        members = List.copyOf(members);
        ties = List.copyOf(ties);
    }

    /** The families that its ties speak for: of fewer than two nothing is said about it. */
    public Set<EdgeFamily> families() {
        return ties.stream().flatMap(tie -> tie.families().stream()).collect(Collectors.toUnmodifiableSet());
    }
}
