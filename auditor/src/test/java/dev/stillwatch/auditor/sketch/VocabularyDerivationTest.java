// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.sketch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VocabularyDerivationTest {
    /** Else the recipe has changed and its number has not, and machines would go on with an old file. */
    @Test
    void shouldDeriveTheTableThatIsInTheCache() {
        VocabularyTable derived = VocabularyDerivation.derive(VocabularyModel.ofClassPath());

        assertThat(derived.pieces()).isEqualTo(SketchFixtures.TABLE.pieces());
        assertThat(derived.rows()).isEqualTo(SketchFixtures.TABLE.rows());
    }

    @ParameterizedTest
    @CsvSource({"the, true", "##ing, true", "!, true", "[CLS], false", "[unused0], false", "д, false", "日, false"})
    void shouldLeaveOutWhatTheModelCannotRead(String piece, boolean read) {
        int id = SketchFixtures.TABLE.pieces().indexOf(piece);

        assertThat(id).isNotNegative();
        assertThat(SketchFixtures.TABLE.reads(id)).isEqualTo(read);
    }
}
