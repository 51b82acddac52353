// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.ring;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What ties accounts together: one artefact that hardly anybody shares by accident, or two of different families that
 * more accounts have together than chance would give.
 *
 * @param artefacts one or two, sorted
 */
public record Tie(List<Artefact> artefacts) implements Comparable<Tie> {
    private static final Comparator<Tie> ORDER = Comparator.<Tie, Artefact>comparing(tie -> tie.artefacts.get(0))
            .thenComparing(tie -> tie.artefacts.size())
            .thenComparing(tie -> tie.artefacts.get(tie.artefacts.size() - 1));

    /** Sorts; of two artefacts the families differ. */
    public Tie {
        artefacts = artefacts.stream().sorted().toList();
        if (artefacts.isEmpty() || artefacts.size() > 2) {
            throw new IllegalArgumentException("a tie has one or two artefacts, not " + artefacts.size());
        }
        if (artefacts.size() == 2 && families(artefacts).size() == 1) {
            throw new IllegalArgumentException(artefacts + " speak of the same");
        }
    }

    /** A tie by one artefact. */
    public static Tie of(Artefact artefact) {
        return new Tie(List.of(artefact));
    }

    /** A tie by two artefacts. */
    public static Tie of(Artefact one, Artefact other) {
        return new Tie(List.of(one, other));
    }

    /** The families that it speaks for. */
    public Set<EdgeFamily> families() {
        return families(artefacts);
    }

    @Override
    public int compareTo(Tie other) {
        return ORDER.compare(this, other);
    }

    private static Set<EdgeFamily> families(List<Artefact> artefacts) {
        return artefacts.stream()
                .map(artefact -> EdgeFamily.of(artefact.kind()))
                .collect(Collectors.toUnmodifiableSet());
    }
}
