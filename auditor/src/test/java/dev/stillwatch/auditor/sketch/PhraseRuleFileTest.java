// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.sketch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A rule file with a slip in it stops the start: a rule that is silently left out would be a blind detector. */
class PhraseRuleFileTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "concept: red",
                "concept A B: red",
                "rule X: A",
                "rule X 5 6: A",
                "phrase A: red",
                "concept A red"
            })
    void shouldRefuseStatementOfAnyOtherForm(String statement) {
        assertThatThrownBy(() -> PhraseRules.parse(List.of("version 1", "concept A: red", statement)))
                .hasMessageContaining("expected 'concept NAME: ...' or 'rule LABEL SPAN: ...'");
    }

    @Test
    void shouldRefuseFileWithoutStatements() {
        assertThatThrownBy(() -> PhraseRules.parse(List.of("# nothing but a comment", "")))
                .hasMessageContaining("version");
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "\u200b", "re*d"})
    void shouldRefusePhraseWithoutWordsOrWithStarInside(String phrase) {
        assertThatThrownBy(() -> new PhraseAutomaton(List.of(phrase))).hasMessageContaining("a phrase has words");
    }

    @Test
    void shouldRefuseMoreCharactersThanItCanNumber() {
        assertThatThrownBy(() -> new PhraseAutomaton(List.of("a".repeat(65_536))))
                .hasMessageContaining("65,535");
    }

    /** Phrases that begin alike share their beginnings, and only those are numbered. */
    @Test
    void shouldReadMoreCharactersThanItCanNumberWhenTheyBeginAlike() {
        String common = "a".repeat(30_000);

        FoldedText text = FoldedText.of(common + "c");
        List<Integer> found = new ArrayList<>();

        new PhraseAutomaton(List.of(common + "b", common + "c", common + "d"))
                .scan(text, 0, text.size(), (phrase, position) -> found.add(phrase));

        assertThat(found).containsExactly(1);
        assertThatThrownBy(() -> new PhraseAutomaton(List.of(common, "b".repeat(30_000), "c".repeat(30_000))))
                .hasMessageContaining("65,535");
    }

    @Test
    void shouldNameResourceThatIsMissing() {
        assertThatThrownBy(() -> Statements.resource("no-such-rules.txt")).hasMessageContaining("no-such-rules.txt");
    }
}
