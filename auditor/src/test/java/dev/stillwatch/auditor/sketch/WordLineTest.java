// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.sketch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordLineTest {
    private final WordLine line = new WordLine();

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "  Two,   words. ~two words",
                "Crème BRÛLÉE~creme brulee",
                "\u200bin\u00advi\u200bsible\u200b~invisible",
                "\u200b\u200b ...~''"
            })
    void shouldFoldToWords(String text, String words) {
        assertThat(words(text)).isEqualTo(words);
    }

    @Test
    void shouldLeaveFoldedTextAsItIs() {
        Random random = new Random(5);
        for (int trial = 0; trial < 2_000; trial++) {
            String once = words(anything(random));
            assertThat(words(once)).isEqualTo(once);
        }
    }

    @Test
    void shouldKeepBothEndsAndLengthOfLongText() {
        String head = "a".repeat(FoldedText.LONGEST / 2);
        String tail = "b".repeat(FoldedText.LONGEST / 2);
        assertThat(words(head + tail)).isEqualTo(head + tail);
        assertThat(words(head + "left out" + tail)).isEqualTo(head + tail + " " + (FoldedText.LONGEST + 8));
    }

    @Test
    void shouldNotMixUpTextsOfDifferentLength() {
        String longer = "b".repeat(5_000);
        assertThat(words(longer)).isEqualTo(longer);
        assertThat(words("a")).isEqualTo("a");
    }

    @ParameterizedTest
    @CsvSource({"a b c d e,a b .. d e", "a b c d,a b c d", "a b c,a b c", "a,a", "'',''"})
    void shouldKeepFirstAndLastTwoWords(String text, String ends) {
        assertThat(WordLine.ends(text, 2)).isEqualTo(ends);
    }

    private String words(String text) {
        return line.all(FoldedText.of(text));
    }

    /** Of the alphabets of Europe: some vowel signs of India fold into marks that a second fold would drop. */
    private static String anything(Random random) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(40);
        for (int i = 0; i < length; i++) {
            text.append((char) random.nextInt(random.nextBoolean() ? 0x80 : 0x590));
        }
        return text.toString();
    }
}
