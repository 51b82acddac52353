// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.adjudicate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.policies.ring.ArtefactKind;
import org.junit.jupiter.api.Test;

class PrintsTest {
    @Test
    void holdsTheLinksThatWereWrittenAndCountsThemByKind() {
        Prints prints = Prints.NONE;
        for (long artefact = 1; artefact <= 20; artefact++) {
            prints = prints.with(Prints.of(ArtefactKind.SKELETON, artefact));
        }
        // A late kind, whose print is a negative number.
        prints = prints.with(Prints.of(ArtefactKind.CLOSING, 1));

        assertThat(prints.holds(Prints.of(ArtefactKind.SKELETON, 20))).isTrue();
        assertThat(prints.holds(Prints.of(ArtefactKind.SKELETON, 21))).isFalse();
        assertThat(prints.holds(Prints.of(ArtefactKind.SYSTEM, 20))).isFalse();
        assertThat(prints.count(ArtefactKind.SKELETON)).isEqualTo(20);
        assertThat(prints.count(ArtefactKind.CLOSING)).isOne();
        assertThat(prints.count(ArtefactKind.PAYMENT)).isZero();
    }

    @Test
    void areReadAsTheyWereWritten() {
        Prints prints = Prints.NONE;
        for (ArtefactKind kind : ArtefactKind.values()) {
            prints = prints.with(Prints.of(kind, kind.ordinal() + 5)).with(Prints.of(kind, -kind.ordinal()));
        }

        assertThat(read(prints)).isEqualTo(prints).hasSameHashCodeAs(prints).hasToString(prints.toString());
        assertThat(read(Prints.NONE)).isSameAs(Prints.NONE).isNotEqualTo(prints);
    }

    private static Prints read(Prints prints) {
        ByteWriter out = new ByteWriter();
        prints.write(out);
        return Prints.read(new ByteReader(out.bytes()));
    }
}
