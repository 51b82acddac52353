// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.sketch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class PhraseRulesTest {
    @Test
    void shouldFindWhatSearchOneByOneFinds() {
        Random random = new Random(9);
        for (int trial = 0; trial < 300; trial++) {
            List<String> phrases = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                phrases.add(letters(random, 1 + random.nextInt(4)) + "*");
            }
            String text = letters(random, 60);
            TreeSet<Integer> found = new TreeSet<>();
            new PhraseAutomaton(phrases)
                    .scan(FoldedText.of(text), 0, text.length(), (phrase, position) -> found.add(phrase));
            TreeSet<Integer> expected = new TreeSet<>();
            for (int i = 0; i < phrases.size(); i++) {
                String phrase = phrases.get(i);
                if ((" " + text).contains(" " + phrase.substring(0, phrase.length() - 1))) {
                    expected.add(i);
                }
            }
            assertThat(found).isEqualTo(expected);
        }
    }

    @Test
    void shouldHoldOnlyWithinSpan() {
        PhraseRules rules =
                PhraseRules.parse(List.of("version 1", "concept A: red", " | rot", "concept B: car", "rule X 12: A B"));
        PhraseRules.Scan scan = rules.scan();
        assertThat(holds(scan, "a red car")).isTrue();
        assertThat(holds(scan, "the Car is ROT")).isTrue();
        assertThat(holds(scan, "a red house, a tree, and then a car")).isFalse();
        assertThat(holds(scan, "a redder car")).isFalse();
    }

    @Test
    void shouldSayWhatIsWrongWithFile() {
        assertThatThrownBy(() -> PhraseRules.parse(List.of("concept A: red"))).hasMessageContaining("version");
        assertThatThrownBy(() -> PhraseRules.parse(List.of("version 1", "rule X 5: B")))
                .hasMessageContaining("'B'");
        assertThatThrownBy(() -> PhraseRules.parse(List.of("version 1", "concept A: r*d x")))
                .hasMessageContaining("'*'");
    }

    private static boolean holds(PhraseRules.Scan scan, String text) {
        scan.clear();
        scan.read(FoldedText.of(text), 0, text.length());
        return scan.holds(0);
    }

    private static String letters(Random random, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            boolean blank = i > 0 && i < length - 1 && text.charAt(i - 1) != ' ' && random.nextInt(5) == 0;
            text.append(blank ? ' ' : (char) ('a' + random.nextInt(3)));
        }
        return text.toString();
    }
}
