// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlainNameTest {
    @ParameterizedTest
    @CsvSource({
        "m-large-2, m-large-2",
        "модель, модель",
        "'a\nb', a\ufffdb",
        "'é\u0085', é\ufffd",
        "\ud83d\ude00, \ud83d\ude00"
    })
    void shouldReplaceOnlyWhatBreaksLinesOrEncodings(String name, String plain) {
        assertThat(PlainName.of(name)).isEqualTo(plain);
    }

    @Test
    void shouldReplaceHalfAPair() {
        assertThat(PlainName.of("a\ud83d")).isEqualTo("a\ufffd");
    }

    @Test
    void shouldNeverCutAPairInHalves() {
        assertThat(PlainName.of("a".repeat(127) + "\ud83d\ude00")).isEqualTo("a".repeat(127));
    }

    @Test
    void shouldBeShortAndStayAsItIsWhateverTheName() {
        Random random = new Random(11);
        for (int trial = 0; trial < 20_000; trial++) {
            StringBuilder name = new StringBuilder();
            int length = random.nextInt(200);
            for (int i = 0; i < length; i++) {
                name.append((char) random.nextInt(0x10000));
            }
            String plain = PlainName.of(name.toString());
            assertThat(plain.length()).isLessThanOrEqualTo(PlainName.LONGEST);
            assertThat(PlainName.of(plain)).isEqualTo(plain);
        }
    }
}
