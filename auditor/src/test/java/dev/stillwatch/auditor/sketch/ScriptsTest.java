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
        assertThat(Scripts.main(text)).isEqualTo(script);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "12 + 3", "@[\\]^_`{|}~", "¿§?"})
    void shouldTellNoneWithoutLetters(String text) {
        assertThat(Scripts.main(text)).isEqualTo(Script.NONE);
    }

    @Test
    void shouldTellScriptOfMostLetters() {
        assertThat(Scripts.main("привет hello")).isEqualTo(Script.CYRILLIC);
        assertThat(Scripts.main("привет, hello there")).isEqualTo(Script.LATIN);
    }

    @Test
    void shouldTakeTenthOfKanaForJapanese() {
        assertThat(Scripts.main("漢".repeat(9) + "の")).isEqualTo(Script.KANA);
        assertThat(Scripts.main("漢".repeat(10) + "の")).isEqualTo(Script.HAN);
    }
}
