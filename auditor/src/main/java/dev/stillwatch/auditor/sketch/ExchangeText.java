// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.sketch;

import java.util.List;

/**
 * The text of one exchange on its way past the readers.
 *
 * @param system system text, empty when none
 * @param turns the conversation without the system text, oldest first
 * @param prompt what is asked now: the last turn, empty when there is none
 * @param output the answer, empty when none
 */
public record ExchangeText(FoldedText system, List<String> turns, FoldedText prompt, String output) {
    /** The text, with what most readers need made once. */
    public static ExchangeText of(String system, List<String> turns, String output) {
        String prompt = turns.isEmpty() ? "" : turns.get(turns.size() - 1);
        return new ExchangeText(FoldedText.of(system), turns, FoldedText.of(prompt), output);
    }
}
