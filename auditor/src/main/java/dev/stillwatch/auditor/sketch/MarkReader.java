// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.sketch;

import dev.stillwatch.policies.exchange.Mark;
import java.util.List;

/**
 * Leaves the phrase marks of system text and prompt, by the rules of {@code marks.txt}. Reads the first and the last
 * {@link #WINDOW} characters of either, one pass, linear time.
 */
final class MarkReader implements TextReader {
    /** Characters read at either end of a text. */
    static final int WINDOW = FoldedText.LONGEST / 2;

    private final PhraseRules.Scan scan;
    private final List<Mark> marks;

    MarkReader(PhraseRules rules) {
        this.scan = rules.scan();
        this.marks =
                rules.rules().stream().map(rule -> Mark.valueOf(rule.label())).toList();
    }

    @Override
    public void read(ExchangeText text, Reading reading) {
        scan.clear();
        read(text.system(), reading);
        read(text.prompt(), reading);
        for (int rule = 0; rule < marks.size(); rule++) {
            if (scan.holds(rule)) {
                reading.mark(marks.get(rule));
            }
        }
    }

    private void read(FoldedText text, Reading reading) {
        if (text.isCut()) {
            scan.read(text, 0, WINDOW);
            scan.read(text, WINDOW, 2 * WINDOW);
            reading.unconfirmed();
        } else {
            scan.read(text, 0, text.size());
        }
    }
}
