// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.sketch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordPiecesTest {
    private final WordPieces words = new WordPieces(SketchFixtures.TABLE.pieces());

    /** Known splits of the uncased BERT vocabulary. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "Hello, World!~hello , world !",
                "unaffable~una ##ffa ##ble",
                "Café déjà-vu~cafe de ##ja - vu",
                "embeddings~em ##bed ##ding ##s",
                "a<b>c~a < b > c",
                "don't~don ' t",
                "tab\tand\u00a0space~tab and space",
                "zero\u200bwidth~zero ##wi ##dt ##h",
                "日本~日 本",
                "x=1+2~x = 1 + 2"
            })
    void shouldSplitAsReference(String text, String expected) {
        List<String> pieces = Arrays.stream(words.ids(text, 64))
                .mapToObj(SketchFixtures.TABLE.pieces()::get)
                .toList();
        assertThat(String.join(" ", pieces)).isEqualTo(expected);
    }

    @Test
    void shouldMakeOnePieceOfWordWithoutBoundOrCover() {
        int unknown = SketchFixtures.TABLE.pieces().indexOf("[UNK]");
        assertThat(words.ids("a".repeat(WordPieces.LONGEST_WORD + 1), 300)).containsExactly(unknown);
        assertThat(words.ids("\ud83d\ude00", 8)).containsExactly(unknown);
    }

    @Test
    void shouldTakeAnyTextWithinLimit() {
        Random random = new Random(7);
        for (int i = 0; i < 2_000; i++) {
            char[] text = new char[random.nextInt(300)];
            for (int k = 0; k < text.length; k++) {
                text[k] = (char) random.nextInt(random.nextBoolean() ? 128 : Character.MAX_VALUE + 1);
            }
            assertThat(words.ids(new String(text), 50).length).isLessThanOrEqualTo(50);
        }
    }
}
