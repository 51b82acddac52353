// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.sketch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.policies.exchange.TextFeatures;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

class RememberingReaderTest {
    private static final List<String> SYSTEMS = List.of("", "You are a judge.", "Write every step in <think> tags.");
    private static final List<String> PROMPTS = List.of(
            "",
            "How do I boil an egg?",
            "Rate the candidate answer on a scale of 1 to 10.",
            "Show your complete reasoning, step by step, then the answer.",
            "Wie heißt der Fluss, der durch Köln fließt? 请一步一步地思考。",
            "x".repeat(FoldedText.LONGEST + 1));

    private final List<String> read = new ArrayList<>();
    private final ConcurrentHashMap<Long, Reading> seen = new ConcurrentHashMap<>();

    @Test
    void shouldLeaveWhatReadersWithoutMemoryLeave() {
        TextReaders remembering = new TextReaders(SketchFixtures.KEY, SketchFixtures.TABLE, Optional.empty(), 10);
        List<TextReader> readers = remembering.forThread();
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 200; i++) {
            String system = SYSTEMS.get(random.nextInt(SYSTEMS.size()));
            String prompt = PROMPTS.get(random.nextInt(PROMPTS.size()));
            String output = "answer ".repeat(random.nextInt(4));
            assertThat(features(readers, system, prompt, output))
                    .isEqualTo(SketchFixtures.read(system, prompt, output));
        }
    }

    @Test
    void shouldReadTheSameTextsOnce() {
        TextReader reader = remembering(10);
        features(List.of(reader), "system", "prompt", "one answer");
        features(List.of(reader), "system", "prompt", "another");
        assertThat(read).containsExactly("system|prompt");
    }

    @Test
    void shouldTellWhereTheSystemTextEnds() {
        TextReader reader = remembering(10);
        features(List.of(reader), "ab", "c", "");
        features(List.of(reader), "a", "bc", "");
        assertThat(read).containsExactly("ab|c", "a|bc");
    }

    @Test
    void shouldRememberNoMoreThanItHasRoomFor() {
        TextReader reader = remembering(1);
        features(List.of(reader), "", "first", "");
        features(List.of(reader), "", "second", "");
        features(List.of(reader), "", "second", "");
        features(List.of(reader), "", "first", "");
        assertThat(seen).hasSize(1);
        assertThat(read).containsExactly("|first", "|second", "|second");
    }

    private TextReader remembering(int most) {
        TextReader counting = (text, reading) ->
                read.add(text.system().text() + "|" + text.prompt().text());
        return new RememberingReader(List.of(counting), SketchFixtures.KEY.textHash("test"), seen, most);
    }

    private static TextFeatures features(List<TextReader> readers, String system, String prompt, String output) {
        Reading reading = new Reading();
        readers.forEach(reader -> reader.read(ExchangeText.of(system, List.of(prompt), output), reading));
        return reading.features();
    }
}
