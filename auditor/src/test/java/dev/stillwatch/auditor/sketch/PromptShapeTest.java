// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.sketch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.policies.exchange.TextFeatures.Structure;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PromptShapeTest {
    private static final String CODE = "def f(a):\n    return a == 1\n";
    private static final String TABLE = "a|b|c\n1|2|3\n4|5|6";

    @ParameterizedTest
    @ValueSource(strings = {CODE, "What does this do?\n```\nx = 1\n```", "SELECT a FROM b; </b> =>"})
    void shouldTellCode(String prompt) {
        assertThat(PromptShape.holdsCode(prompt)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "I return home and import tea",
                "```\na fenced poem\n```",
                "return to me, return to her, return to all"
            })
    void shouldNotTakeProseForCode(String prompt) {
        assertThat(PromptShape.holdsCode(prompt)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\": 1, \"b\": 2}",
                TABLE,
                "Here it is:\n" + TABLE + "\nThat was it.\n",
                "a\tb\tc\n1;2;3\n4|5|6",
                "a;b;c;d\n1;2;3\n4;5;6\n7;8;9"
            })
    void shouldTellData(String prompt) {
        assertThat(PromptShape.holdsData(prompt)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "He said \"yes\": nothing more",
                "a|b|c",
                "a|b|c\n1|2|3",
                "a|b\n1|2\n3|4",
                "a|b|c\n1|2|3|4\n5|6|7",
                "a|b|c\n1|2|3\nand then\n4|5|6",
                "one line\nand another\nand a third"
            })
    void shouldNotTakeProseOrScrapsForData(String prompt) {
        assertThat(PromptShape.holdsData(prompt)).isFalse();
    }

    @Test
    void shouldLeaveShapeOfPromptWithExchange() {
        assertThat(read(CODE).has(Structure.CODE)).isTrue();
        assertThat(read(CODE).has(Structure.DATA)).isFalse();
        assertThat(read(TABLE).has(Structure.DATA)).isTrue();
        assertThat(read(TABLE).has(Structure.CODE)).isFalse();
    }

    @Test
    void shouldLookOnlyAtBeginningOfLongPrompt() {
        assertThat(read("word ".repeat(1_000) + CODE + TABLE)).isEqualTo(Structure.NONE);
    }

    private static Structure read(String prompt) {
        Reading reading = new Reading();
        new StructureReader().read(ExchangeText.of("", List.of(prompt), ""), reading);
        return reading.features().structure();
    }
}
