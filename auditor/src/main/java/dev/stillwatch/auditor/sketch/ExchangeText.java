// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.sketch;

import java.util.List;

/**
 * The text of one exchange on its way past the readers.
 *
 * @param system system text, empty when none
 * @param turns the conversation without the system text, oldest first; the last one is what is asked now
 * @param output the answer, empty when none
 */
public record ExchangeText(String system, List<String> turns, String output) {
    /** What is asked now: the last turn, empty when there is none. */
    public String prompt() {
        return turns.isEmpty() ? "" : turns.get(turns.size() - 1);
    }
}
