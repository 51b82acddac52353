// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.count;

import dev.stillwatch.ratelimit.snapshot.Remembered;
import org.jspecify.annotations.Nullable;

/**
 * What is left of one key's limit. A counter that holds nothing which a new one would not hold can be retired; whoever
 * still had it in hand then gets null for an answer and asks the map again.
 */
abstract sealed class Counter extends Remembered permits FixedWindow, TokenBucket {
    /**
     * Takes, or only looks when hits are 0. Null once retired.
     *
     * @param now milliseconds since 1970
     */
    abstract @Nullable Taken take(Plan plan, long hits, long now);

    /**
     * Gives back, never beyond an untouched limit; always within it. Null once retired.
     *
     * @param now milliseconds since 1970
     */
    abstract @Nullable Taken giveBack(Plan plan, long hits, long now);

    /**
     * Retires it when it holds nothing and nothing is told of it any more, or what is told of it has long been over; from
     * then on it never answers again.
     */
    abstract boolean retire();

    /** Whether it is retired. */
    abstract boolean isRetired();

    /** What takes the place of a retired counter: nothing, or one with what came in, or was told, while it was being retired. */
    abstract @Nullable Counter successor();

    /** It was changed by whoever had the counter in hand that it has taken the place of. */
    final void changed() {
        touch();
    }
}
