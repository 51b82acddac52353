// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.sketch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    @ParameterizedTest
    @ValueSource(ints = {3, 7}) // last byte of the magic, last byte of the format
    void shouldNotUseWholeFileOfOtherKindOrFormat(int at) {
        byte[] other = VocabularyFile.encode(table);
        other[at]++;
        int length = other.length - Sha256.digest().getDigestLength();
        byte[] hash = Sha256.digest().digest(Arrays.copyOf(other, length));
        System.arraycopy(hash, 0, other, length, hash.length);
        assertThat(VocabularyFile.decode(other)).isEmpty();
    }

    @Test
    void shouldNotUseFileThatIsNotThere(@TempDir Path directory) {
        assertThat(new VocabularyFile(directory).read(directory.resolve("vocabulary.bin")))
                .isEmpty();
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
