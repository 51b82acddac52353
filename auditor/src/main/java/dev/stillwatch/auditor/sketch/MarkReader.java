// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.sketch;

import dev.stillwatch.policies.exchange.Mark;
import java.util.List;

/**
 * Leaves the phrase marks of system text and prompt, by the rules of {@code marks.txt}. Reads the first and the last
 * {@link #WINDOW} characters of either, one pass, linear time.
 */
final class MarkReader implements WordReader {
    /** Characters read at either end of a text. */
    static final int WINDOW = WalkedText.LONGEST / 2;

    private final PhraseRules.Scan scan;
    private final List<Mark> marks;

    MarkReader(PhraseRules rules, WordMemo memo) {
        this.scan = memo.scan(rules);
        this.marks =
                rules.rules().stream().map(rule -> Mark.valueOf(rule.label())).toList();
    }

    @Override
    public void read(WalkedText system, WalkedText prompt, Reading reading) {
        scan.clear();
        boolean cut = system.ends(WINDOW, scan::read) | prompt.ends(WINDOW, scan::read);
        if (cut) {
            reading.unconfirmed();
        }
        for (int rule = 0; rule < marks.size(); rule++) {
            if (scan.holds(rule)) {
                reading.mark(marks.get(rule));
            }
        }
    }
}
