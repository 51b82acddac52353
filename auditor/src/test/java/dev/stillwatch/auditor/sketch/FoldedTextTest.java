// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.sketch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FoldedTextTest {
    private final FoldedText folded = new FoldedText();

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
        assertThat(folded.fold(text, Integer.MAX_VALUE)).isEqualTo(words);
    }

    @Test
    void shouldLeaveFoldedTextAsItIs() {
        Random random = new Random(5);
        for (int trial = 0; trial < 2_000; trial++) {
            String once = folded.fold(anything(random), Integer.MAX_VALUE);
            assertThat(folded.fold(once, Integer.MAX_VALUE)).isEqualTo(once);
        }
    }

    @Test
    void shouldKeepBothEndsAndLengthOfLongText() {
        assertThat(folded.fold("abcdefghijklmnop", 16)).isEqualTo("abcdefghijklmnop");
        assertThat(folded.fold("abcdefghijklmnop", 10)).isEqualTo("abcdelmnop 16");
    }

    @Test
    void shouldNotMixUpTextsOfDifferentLength() {
        String longer = "b".repeat(5_000);
        assertThat(folded.fold(longer, Integer.MAX_VALUE)).isEqualTo(longer);
        assertThat(folded.fold("a", Integer.MAX_VALUE)).isEqualTo("a");
    }

    @ParameterizedTest
    @CsvSource({"a b c d e,a b .. d e", "a b c d,a b c d", "a b c,a b c", "a,a", "'',''"})
    void shouldKeepFirstAndLastTwoWords(String text, String ends) {
        assertThat(FoldedText.ends(text, 2)).isEqualTo(ends);
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
