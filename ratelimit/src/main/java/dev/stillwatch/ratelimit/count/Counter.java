// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.count;

import org.jspecify.annotations.Nullable;

/**
 * What is left of one key's limit. A counter that holds nothing which a new one would not hold can be retired; whoever
 * still had it in hand then gets null for an answer and asks the map again.
 */
sealed interface Counter permits FixedWindow, TokenBucket {
    /** Takes, or only looks when hits are 0. Null once retired. */
    @Nullable
    Taken take(Plan plan, long hits);

    /** Gives back, never beyond an untouched limit; always within it. Null once retired. */
    @Nullable
    Taken giveBack(Plan plan, long hits);

    /** Retires it when it holds nothing; from then on it never answers again. */
    boolean retire();

    /** What takes the place of a retired counter: nothing, or one with what came in while it was being retired. */
    @Nullable
    Counter successor();
}
