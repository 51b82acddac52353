// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.sketch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.policies.exchange.TextFeatures;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is remembered of words changes nothing but the time that a text takes. */
class WordMemoTest {
    private static final int TEXTS = 400;

    /** What words, signs and scripts border on in prompts that people and programs write. */
    private static final List<String> SNIPPETS = List.of(
            "the",
            "answer",
            "step by step",
            "Write your complete reasoning inside",
            "<think>",
            "</",
            "[",
            "/",
            "score",
            "rate",
            "on a scale of 1 to 10",
            "you must",
            "Please",
            "translate",
            "your previous thinking",
            "candidate",
            "counterrevolutionaries",
            "antidisestablishmentarianism",
            "x".repeat(230),
            "Café",
            "\u0301",
            "\u200b",
            "漢字",
            "かな",
            "한글",
            "привет",
            "你是",
            "抱歉",
            "\ud83d\ude00",
            "\ud83d",
            ". ",
            "? ",
            ": ",
            "。",
            "\n",
            "```",
            "\"",
            "“",
            "”",
            "7",
            " ",
            "  ",
            "-",
            "'",
            "...",
            "=>");

    private final Random random = new Random(5);

    @Test
    void shouldReadTextsAsReadersThatNeverMetTheirWords() {
        List<TextReader> experienced = SketchFixtures.READERS.forThread();
        for (int i = 0; i < TEXTS; i++) {
            ExchangeText text = new ExchangeText(text(30), List.of(text(i % 40 == 0 ? 9_000 : 300)), text(40));
            assertThat(read(experienced, text)).isEqualTo(read(SketchFixtures.READERS.forThread(), text));
        }
    }

    @Test
    void shouldRememberWordUntilAnotherTakesItsSlot() {
        WordMemo memo = new WordMemo(SketchFixtures.EMBEDDING.wordPieces(), List.of());
        char[] letters = "unaffable garden".toCharArray();
        KnownWord first = memo.of(letters, 0, 9, 7);
        assertThat(first.pieces()).hasSize(3);
        assertThat(memo.of(letters, 0, 9, 7)).isSameAs(first);
        assertThat(memo.of(letters, 10, 16, 7).pieces()).hasSize(1);
        assertThat(memo.of(letters, 0, 9, 7)).isNotSameAs(first);
        assertThat(memo.of(letters, 0, 9, 7).pieces()).isEqualTo(first.pieces());
    }

    private static TextFeatures read(List<TextReader> readers, ExchangeText text) {
        Reading reading = new Reading();
        readers.forEach(reader -> reader.read(text, reading));
        return reading.features();
    }

    private String text(int snippets) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(snippets); i >= 0; i--) {
            text.append(SNIPPETS.get(random.nextInt(SNIPPETS.size()))).append(random.nextInt(3) == 0 ? "" : " ");
        }
        return text.toString();
    }
}
