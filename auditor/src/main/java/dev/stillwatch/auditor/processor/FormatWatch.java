// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.processor;

import dev.stillwatch.auditor.signal.Blindness;
import dev.stillwatch.policies.exchange.Field;
import dev.stillwatch.policies.exchange.FieldSet;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Looks at the first exchanges of each format that one source brings, and tells once what none of them could show. Begins
 * anew with the task. As many entries as there are formats; one thread.
 */
final class FormatWatch {
    /** Exchanges after which a field that none of them had is taken for one that the log does not carry. */
    static final int ENOUGH = 1_000;

    /** Whoever calls seldom asks for the first three, and is seldom refused: that none of a thousand had them says nothing. */
    private static final FieldSet RARE =
            FieldSet.of(Field.LOGPROBS, Field.LOGIT_BIAS, Field.TRACE_SIGNATURE, Field.REFUSED);

    private final Map<String, Seen> formats = new HashMap<>();
    private final BiConsumer<String, Blindness> told;

    private record Seen(int exchanges, FieldSet fields) {
        static final Seen NOTHING = new Seen(0, FieldSet.NONE);

        Seen with(FieldSet more) {
            return new Seen(exchanges + 1, fields.union(more));
        }
    }

    /** Tells of a format and what is blind on it. */
    FormatWatch(BiConsumer<String, Blindness> told) {
        this.told = told;
    }

    void saw(String format, FieldSet present) {
        Seen before = formats.getOrDefault(format, Seen.NOTHING);
        if (before.exchanges() == ENOUGH) {
            return;
        }
        Seen now = before.with(present);
        formats.put(format, now);
        if (now.exchanges() == ENOUGH) {
            Blindness blindness = Blindness.of(now.fields().union(RARE));
            if (!blindness.isNone()) {
                told.accept(format, blindness);
            }
        }
    }
}
