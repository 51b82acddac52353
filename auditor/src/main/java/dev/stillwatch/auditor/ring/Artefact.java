// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.ring;

import dev.stillwatch.policies.ring.ArtefactKind;

/**
 * Something that accounts can share.
 *
 * @param kind what it is
 * @param value keyed hash of it
 */
public record Artefact(ArtefactKind kind, long value) implements Comparable<Artefact> {
    /** By kind, then by value as a number without sign. */
    @Override
    public int compareTo(Artefact other) {
        int byKind = kind.compareTo(other.kind);
        return byKind != 0 ? byKind : Long.compareUnsigned(value, other.value);
    }
}
