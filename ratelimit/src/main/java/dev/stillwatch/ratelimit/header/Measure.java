// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.header;

import dev.stillwatch.ratelimit.decide.CurrentLimit;
import java.util.Locale;

/** What a limit counts. Header names differ by it, and a caller must not take tokens for requests. */
public enum Measure {
    REQUESTS,
    /** Input and output together. */
    TOKENS,
    INPUT_TOKENS,
    OUTPUT_TOKENS,
    /** Requests that run at the same time. */
    CONCURRENCY,
    /** Money. No header profile has a name for it, so it is never shown. */
    SPEND;

    /**
     * What a limit counts, by the last word of its name: {@code rpm}, {@code tpm}, {@code tpd}, {@code itpm},
     * {@code otpm}, {@code usd}, {@code concurrency}, as in the limits file. Any other name counts requests: nothing in a
     * descriptor says what its hits are.
     */
    public static Measure of(CurrentLimit limit) {
        String name = limit.name();
        String word = name.substring(lastSeparator(name) + 1).toLowerCase(Locale.ROOT);
        return switch (word) {
            case "tpm", "tpd" -> TOKENS;
            case "itpm" -> INPUT_TOKENS;
            case "otpm" -> OUTPUT_TOKENS;
            case "concurrency" -> CONCURRENCY;
            case "usd" -> SPEND;
            default -> REQUESTS;
        };
    }

    /** Whether it counts tokens of some kind. */
    boolean isTokens() {
        return this == TOKENS || this == INPUT_TOKENS || this == OUTPUT_TOKENS;
    }

    private static int lastSeparator(String name) {
        for (int i = name.length() - 1; i >= 0; i--) {
            if (!Character.isLetterOrDigit(name.charAt(i))) {
                return i;
            }
        }
        return -1;
    }
}
