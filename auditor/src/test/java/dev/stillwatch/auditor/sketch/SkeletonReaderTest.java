// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.sketch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.policies.exchange.TextFeatures;
import dev.stillwatch.policies.key.SharingGroup;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Prompts that change everywhere but at one end are alike there, and only there. */
class SkeletonReaderTest {
    private static final String EIGHT = "You are given a task from an archive. ";
    private static final String FIRST = "Mary owns three dogs and two cats, and feeds all of them twice.";
    private static final String SECOND = "A train leaves at seven and drives eighty miles before it stops.";
    private static final String FILLING = "Mary owns three dogs. ".repeat(5_000);

    private final SkeletonReader reader = new SkeletonReader(SketchFixtures.KEY, Optional.of(group("one")));

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

    @Test
    void shouldHashATemplateForTheGroupAlikeInEveryDeployment() {
        SkeletonReader elsewhere = new SkeletonReader(
                SketchFixtures.key("the secret of another deployment, 32+ bytes"), Optional.of(group("one")));
        TextFeatures here = read(EIGHT + "Add 12 and 30.");
        TextFeatures there = read(elsewhere, EIGHT + "Add 7 and 9.");
        assertThat(here.shared()).isEqualTo(there.shared()).isNotZero();
        assertThat(here.skeleton()).isNotEqualTo(there.skeleton()).isNotEqualTo(here.shared());
        assertThat(read(FIRST).shared()).isNotEqualTo(here.shared());
    }

    @Test
    void shouldHashForNobodyWithoutAGroupOrATemplate() {
        SkeletonReader alone = new SkeletonReader(SketchFixtures.KEY, Optional.empty());
        assertThat(read(alone, EIGHT + FIRST).shared()).isZero();
        assertThat(read(alone, EIGHT + FIRST).skeleton())
                .isEqualTo(read(EIGHT + FIRST).skeleton());
        assertThat(read("").shared()).isZero();
    }

    @Test
    void shouldHashDifferentlyForAnotherGroup() {
        SkeletonReader other = new SkeletonReader(SketchFixtures.KEY, Optional.of(group("two")));
        assertThat(read(other, EIGHT + FIRST).shared())
                .isNotEqualTo(read(EIGHT + FIRST).shared());
    }

    /** When this fails, what a template is has changed: raise {@link SharingGroup#TEMPLATES}, and then this number. */
    @Test
    void shouldKeepTheHashThatOtherPartiesWereTold() {
        assertThat(read(EIGHT + "Add 12 and 30.").shared()).isEqualTo(959_560_899_369_974_805L);
    }

    private static SharingGroup group(String secret) {
        return SharingGroup.of("labs", secret.repeat(32).getBytes(StandardCharsets.UTF_8));
    }

    private TextFeatures read(String prompt) {
        return read(reader, prompt);
    }

    private static TextFeatures read(SkeletonReader reader, String prompt) {
        Reading reading = new Reading();
        reader.read(ExchangeText.of("", List.of(prompt), ""), reading);
        return reading.features();
    }
}
