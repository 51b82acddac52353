// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.sketch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.policies.exchange.TextFeatures;
import dev.stillwatch.policies.exchange.TextFeatures.Script;
import dev.stillwatch.policies.exchange.TextFeatures.Structure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextReadersTest {
    @Test
    void shouldReadWholeExchange() {
        TextFeatures features = SketchFixtures.read(
                "You are a judge.", "Rate the candidate answer on a scale of 1 to 10.", "Score: 8/10");
        assertThat(features.sketch().isNone()).isFalse();
        assertThat(features.promptTokens()).isEqualTo(12);
        assertThat(features.skeleton()).isNotZero();
        assertThat(features.system()).isNotZero();
        assertThat(features.prompt()).isNotZero();
        assertThat(features.task()).isNotZero();
        assertThat(features.script()).isEqualTo(Script.LATIN);
        assertThat(features.structure().has(Structure.SCORE_ANSWER)).isTrue();
        assertThat(features.unconfirmed()).isFalse();
    }

    @Test
    void shouldLeaveNothingOfEmptyText() {
        assertThat(SketchFixtures.read("", "", "").sketch().isNone()).isTrue();
        assertThat(SketchFixtures.read("", "", "").skeleton()).isZero();
        assertThat(SketchFixtures.read("", "", "").prompt()).isZero();
    }

    @Test
    void shouldGiveOneSkeletonToOneFixedInstructionAroundPayload() {
        String suffix = " Write your complete reasoning inside <think> tags, then the answer.";
        long first = SketchFixtures.read("", "A train leaves at 7 and drives 80 km." + suffix, "")
                .skeleton();
        long second = SketchFixtures.read("", "Mary owns three dogs and two cats. Who eats more?" + suffix, "")
                .skeleton();
        assertThat(first).isEqualTo(second);
        assertThat(SketchFixtures.read("", "Mary owns three dogs.", "").skeleton())
                .isNotEqualTo(first);
    }

    @Test
    void shouldGiveOneTaskToSeveralCandidates() {
        String task = "Question: name the three largest rivers of Europe by length, and for each the sea that it flows "
                + "into, and the countries that it passes on its way. ";
        assertThat(SketchFixtures.read("", task + "Answer: the Volga", "").task())
                .isEqualTo(
                        SketchFixtures.read("", task + "Answer: the Danube", "").task());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "8~4",
                "Score: 7.5~4",
                "9/10~4",
                "[[A]]~4",
                "评分：9~4",
                "{\"score\": 3}~12",
                "```json {\"a\": 1} ```~8",
                "<think>first, add</think> 5~0",
                "[REASONING] one two [/REASONING] 5~0",
                "I'm sorry, but I can't share that.~32",
                "I can’t help with that request.~32",
                "抱歉，我无法提供内部推理。~32",
                "The answer is 8 because four and four make eight.~0",
                "There are eight of them in the box.~0"
            })
    void shouldTellShapeOfAnswer(String output, int flags) {
        assertThat(SketchFixtures.read("", "x", output).structure().bits()).isEqualTo(flags);
    }

    @ParameterizedTest
    @CsvSource({
        "hello there,LATIN",
        "привет мир,CYRILLIC",
        "你好世界,HAN",
        "日本語で書いてください,KANA",
        "안녕하세요,HANGUL",
        "γειά σου,GREEK",
        "123 456,NONE",
        "مرحبا,ARABIC"
    })
    void shouldTellScript(String prompt, Script script) {
        assertThat(SketchFixtures.read("", prompt, "").script()).isEqualTo(script);
    }
}
