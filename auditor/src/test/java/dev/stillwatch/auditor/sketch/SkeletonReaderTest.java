// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.sketch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.policies.exchange.TextFeatures;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Prompts that change everywhere but at one end are alike there, and only there. */
class SkeletonReaderTest {
    private static final String EIGHT = "You are given a task from an archive. ";
    private static final String FIRST = "Mary owns three dogs and two cats, and feeds all of them twice.";
    private static final String SECOND = "A train leaves at seven and drives eighty miles before it stops.";
    private static final String FILLING = "Mary owns three dogs. ".repeat(5_000);

    private final SkeletonReader reader = new SkeletonReader(SketchFixtures.KEY);

    @Test
    void shouldGiveOneOpeningToPromptsThatBeginAlike() {
        TextFeatures first = read(EIGHT + FIRST);
        TextFeatures second = read(EIGHT + SECOND);
        assertThat(first.opening()).isEqualTo(second.opening()).isNotZero();
        assertThat(first.closing()).isNotEqualTo(second.closing()).isNotZero();
        assertThat(first.prompt()).isNotEqualTo(second.prompt());
    }

    @Test
    void shouldGiveOneClosingToPromptsThatEndAlike() {
        TextFeatures first = read(FIRST + " " + EIGHT);
        TextFeatures second = read(SECOND + " " + EIGHT);
        assertThat(first.closing()).isEqualTo(second.closing()).isNotZero();
        assertThat(first.opening()).isNotEqualTo(second.opening()).isNotZero();
    }

    @Test
    void shouldTakeEightWordsAndNoMore() {
        TextFeatures exactly = read("one two three four five six seven eight");
        TextFeatures followed = read("one two three four five six seven eight nine");
        TextFeatures preceded = read("zero one two three four five six seven eight");
        assertThat(exactly.opening()).isEqualTo(followed.opening()).isNotEqualTo(preceded.opening());
        assertThat(exactly.closing()).isEqualTo(preceded.closing()).isNotEqualTo(followed.closing());
    }

    @Test
    void shouldTellAnOpeningFromAClosingOfTheSameWords() {
        TextFeatures both = read("one two three four five six seven eight");
        assertThat(both.opening()).isNotEqualTo(both.closing());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "...",
                "one",
                "one two three four five six seven",
                " one, two... three four five six - seven! "
            })
    void shouldGiveNeitherToFewerThanEightWords(String prompt) {
        assertThat(read(prompt).opening()).isZero();
        assertThat(read(prompt).closing()).isZero();
    }

    @Test
    void shouldNotMindCaseAndPunctuation() {
        TextFeatures plain = read(EIGHT + FIRST);
        TextFeatures loud = read("  *YOU* are given: a Task -- from an\nARCHIVE! "
                + FIRST.toUpperCase(Locale.ROOT).replace(",", " ;") + " ...");
        assertThat(loud.opening()).isEqualTo(plain.opening());
        assertThat(loud.closing()).isEqualTo(plain.closing());
    }

    @Test
    void shouldGiveBothToTextsOfWhichOnlyBothEndsAreHeld() {
        TextFeatures whole = read(EIGHT + FIRST);
        TextFeatures cut = read(EIGHT + FILLING + FIRST);
        TextFeatures spaced = read(EIGHT + FILLING + FILLING + FIRST + " \n");
        assertThat(cut.unconfirmed()).isTrue();
        assertThat(cut.opening()).isEqualTo(whole.opening()).isEqualTo(spaced.opening());
        assertThat(cut.closing()).isEqualTo(whole.closing()).isEqualTo(spaced.closing());
    }

    @Test
    void shouldNotTakeTheLengthOfACutTextForAWord() {
        TextFeatures sevenLongWords = read("one two three four five six " + "x".repeat(2 * FoldedText.LONGEST));
        assertThat(sevenLongWords.opening()).isZero();
        assertThat(sevenLongWords.closing()).isZero();
        assertThat(read(".".repeat(2 * FoldedText.LONGEST)).opening()).isZero();
    }

    private TextFeatures read(String prompt) {
        Reading reading = new Reading();
        reader.read(ExchangeText.of("", List.of(prompt), ""), reading);
        return reading.features();
    }
}
