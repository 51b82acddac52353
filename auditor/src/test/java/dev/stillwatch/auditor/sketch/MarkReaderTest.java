// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.sketch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.policies.exchange.Mark;
import dev.stillwatch.policies.exchange.Marks;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** Paraphrases of the reported request shapes, and the ordinary requests that come close. */
class MarkReaderTest {
    @ParameterizedTest(name = "{0}: {1}")
    @CsvFileSource(resources = "marked-prompts.csv", delimiter = '~', maxCharsPerColumn = 8192)
    void shouldMarkParaphrase(String mark, String prompt) {
        assertThat(SketchFixtures.marks(prompt).has(Mark.valueOf(mark.strip())))
                .as("%s of '%s'", mark, prompt)
                .isTrue();
    }

    @ParameterizedTest(name = "{0}")
    @CsvFileSource(resources = "ordinary-prompts.csv", delimiter = '~', maxCharsPerColumn = 8192)
    void shouldNotTakeOrdinaryUseForElicitation(String prompt) {
        Marks marks = SketchFixtures.marks(prompt);
        assertThat(Arrays.stream(Mark.values()).filter(marks::has).filter(MarkReaderTest::isElicitation))
                .as(prompt)
                .isEmpty();
    }

    @ParameterizedTest(name = "{1}")
    @CsvFileSource(resources = "marked-prompts.csv", delimiter = '~', maxCharsPerColumn = 8192)
    void shouldMarkInsideLongPayload(String mark, String prompt) {
        String payload = "A farmer has some hens and sells the eggs at the market on Sunday. ".repeat(30);
        String text = payload + "\n\n" + prompt.toUpperCase(Locale.ROOT) + "\n\n" + payload;
        assertThat(SketchFixtures.marks(text).has(Mark.valueOf(mark.strip()))).isTrue();
    }

    private static boolean isElicitation(Mark mark) {
        return Marks.ELICITATION.has(mark);
    }
}
