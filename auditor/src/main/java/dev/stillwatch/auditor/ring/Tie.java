// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.ring;

import dev.stillwatch.policies.ring.ArtefactKind;
import java.util.Comparator;

/**
 * What ties accounts together: a hub that all of them have, and that too many of them also have something else in common
 * which has nothing to do with the hub.
 *
 * @param hub the artefact that all have
 * @param by the kind, of another family, of what they have in common besides
 * @param coincidence how often, and how often it would be so by chance
 */
public record Tie(Artefact hub, ArtefactKind by, Overlap coincidence) implements Comparable<Tie> {
    private static final Comparator<Tie> ORDER = Comparator.comparing(Tie::hub).thenComparing(Tie::by);

    /** By hub, then by what corroborates it: a ring has at most one of each. */
    @Override
    public int compareTo(Tie other) {
        return ORDER.compare(this, other);
    }
}
