// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.apply;

import dev.stillwatch.ratelimit.decide.UndecidedException;
import dev.stillwatch.ratelimit.limits.Limits;
import dev.stillwatch.ratelimit.limits.LimitsShelf;
import org.jspecify.annotations.Nullable;

/**
 * The limits of a shelf, made ready to decide by. Whoever loads them does it, before anybody sees them: compiling many
 * rules takes its time, and no decision waits for it. Those made meanwhile are by the limits from before.
 */
final class Ready {
    private final Totals totals = new Totals();
    private volatile @Nullable Compiled compiled;

    private Ready() {}

    static Ready of(LimitsShelf shelf) {
        Ready ready = new Ready();
        shelf.beforeTaking(ready::compile);
        return ready;
    }

    /** The rules in force. */
    Compiled rules() throws UndecidedException {
        Compiled known = compiled;
        if (known == null) {
            throw new UndecidedException("no limits are loaded");
        }
        return known;
    }

    /** What was counted by them and by those before. */
    Totals totals() {
        return totals;
    }

    private void compile(Limits limits) {
        totals.hold(limits);
        compiled = new Compiled(limits, totals);
    }
}
