// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.ring;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Accounts that hang together by what they share. A link is not a verdict: what they did is judged elsewhere.
 *
 * @param founding the hub it began with
 * @param members its accounts, sorted
 * @param ties what links them, sorted
 */
public record Ring(Founding founding, List<String> members, List<Tie> ties) {
    /** Copies both lists. */
    public Ring {
        members = List.copyOf(members);
        ties = List.copyOf(ties);
    }

    /** The families that its ties speak for, two or more. */
    public Set<EdgeFamily> families() {
        return ties.stream()
                .flatMap(tie -> Stream.of(tie.hub().kind(), tie.by()))
                .map(EdgeFamily::of)
                .collect(Collectors.toUnmodifiableSet());
    }
}
