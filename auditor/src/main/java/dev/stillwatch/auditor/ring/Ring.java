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
 * @param members the accounts that are tied themselves, sorted
 * @param attached accounts that were only seen with a hub of the ring, sorted; no member of any ring is among them, and
 *     none is attached to two rings
 * @param ties what links the members, sorted
 */
public record Ring(Founding founding, List<String> members, List<String> attached, List<Tie> ties) {
    /** Copies the lists. */
    public Ring {
        members = List.copyOf(members);
        attached = List.copyOf(attached);
        ties = List.copyOf(ties);
    }

    /** The same ring, named after another of its hubs. */
    Ring founded(Founding other) {
        return new Ring(other, members, attached, ties);
    }

    /** The families that its ties speak for, two or more. */
    public Set<EdgeFamily> families() {
        return ties.stream()
                .flatMap(tie -> Stream.of(tie.hub().kind(), tie.by()))
                .map(EdgeFamily::of)
                .collect(Collectors.toUnmodifiableSet());
    }
}
