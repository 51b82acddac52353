// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.sketch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class VocabularyFileTest {
    private final VocabularyTable table = new VocabularyTable(List.of("[UNK]", "the", "##日"), rows());

    @Test
    void shouldReadBackWhatWasWritten() {
        VocabularyTable read =
                VocabularyFile.decode(VocabularyFile.encode(table)).orElseThrow();
        assertThat(read.version()).isEqualTo(table.version());
        assertThat(read.pieces()).isEqualTo(table.pieces());
        assertThat(read.rows()).isEqualTo(table.rows());
    }

    @Test
    void shouldNotUseFileWithAnyByteChanged() {
        byte[] good = VocabularyFile.encode(table);
        Random random = new Random(3);
        for (int i = 0; i < 200; i++) {
            byte[] bad = good.clone();
            bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
            assertThat(VocabularyFile.decode(bad)).isEmpty();
        }
        assertThat(VocabularyFile.decode(new byte[10])).isEmpty();
    }

    private static short[] rows() {
        short[] rows = new short[3 * VocabularyTable.DIMENSIONS];
        Random random = new Random(1);
        for (int i = 0; i < rows.length; i++) {
            rows[i] = (short) random.nextInt();
        }
        return rows;
    }
}
