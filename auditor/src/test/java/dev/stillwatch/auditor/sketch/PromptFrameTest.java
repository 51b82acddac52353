// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.sketch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever fills one template again and again shows one frame, however the payload is set off from it. */
class PromptFrameTest {
    private final PromptFrame frame = new PromptFrame();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "```\nint how = 1;\n```",
                "\"how far is it\"",
                "“how far is it”",
                "«how far is it»",
                "「どこですか」",
                "1234",
                "٤٢"
            })
    void shouldTakePayloadOut(String payload) {
        assertThat(frameOf("Please explain " + payload + " briefly")).isEqualTo("please explain briefly");
    }

    @ParameterizedTest
    @ValueSource(strings = {"“how \" far”", "«how ” far»", "「how » far」"})
    void shouldCloseQuotationOnlyWithItsOwnMark(String payload) {
        assertThat(frameOf("Please explain " + payload + " briefly")).isEqualTo("please explain briefly");
    }

    @Test
    void shouldTakeUnclosedCodeOutToTheEnd() {
        assertThat(frameOf("Please explain ```\nint how = 1;")).isEqualTo("please explain");
    }

    @Test
    void shouldKeepWhatFollowsUnclosedQuotationMark() {
        assertThat(frameOf("Please explain \"how far is it")).isEqualTo("please explain how far is it");
    }

    @Test
    void shouldTakeQuotationAsUnclosedWhenItIsTooLongForOne() {
        assertThat(frameOf("Please explain \"" + "how far ".repeat(300) + "\" briefly"))
                .endsWith("how far briefly");
    }

    @ParameterizedTest
    @ValueSource(strings = {". ", "? ", "! ", ": ", "\n", "。", "？", "！"})
    void shouldKeepOnlySentencesThatInstruct(String end) {
        assertThat(frameOf("Mary owns dogs" + end + "Please explain" + end + "John owns cats" + end))
                .isEqualTo("please explain");
    }

    @Test
    void shouldNotEndSentenceAtPointInsideWord() {
        assertThat(frameOf("Please explain node.js to Mary")).isEqualTo("please explain node js to mary");
    }

    @Test
    void shouldKeepAllWhenNoSentenceInstructs() {
        assertThat(frameOf("Mary owns dogs. John owns cats.")).isEqualTo("mary owns dogs john owns cats");
    }

    @Test
    void shouldReadOnlyBothEndsOfLongText() {
        String filling = "Mary owns dogs. ".repeat(300);
        assertThat(frameOf("Please begin. " + filling + "Please go on. " + filling + "Please end."))
                .isEqualTo("please begin please end");
    }

    @Test
    void shouldBeEmptyWhenThereAreNoWords() {
        assertThat(frameOf("```1 + 1``` ... 42")).isEmpty();
    }

    private String frameOf(String prompt) {
        FoldedText text = FoldedText.of(prompt);
        return frame.of(text, new WordLine().all(text));
    }
}
