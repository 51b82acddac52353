// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.sketch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.policies.exchange.TextFeatures.Script;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScriptsTest {
    @ParameterizedTest
    @CsvSource({
        "été,LATIN",
        "µ,LATIN",
        "שלום,HEBREW",
        "नमस्ते,DEVANAGARI",
        "สวัสดี,THAI",
        "カタカナ,KANA",
        "გამარჯობა,OTHER"
    })
    void shouldTellScript(String text, Script script) {
        assertThat(mainOf(text)).isEqualTo(script);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "12 + 3", "@[\\]^_`{|}~", "¿§?"})
    void shouldTellNoneWithoutLetters(String text) {
        assertThat(mainOf(text)).isEqualTo(Script.NONE);
    }

    @Test
    void shouldTellScriptOfMostLetters() {
        assertThat(mainOf("привет hello")).isEqualTo(Script.CYRILLIC);
        assertThat(mainOf("привет, hello there")).isEqualTo(Script.LATIN);
    }

    @Test
    void shouldTakeTenthOfKanaForJapanese() {
        assertThat(mainOf("漢".repeat(9) + "の")).isEqualTo(Script.KANA);
        assertThat(mainOf("漢".repeat(10) + "の")).isEqualTo(Script.HAN);
    }

    private static Script mainOf(String text) {
        return Scripts.main(FoldedText.of(text), text.length());
    }
}
