// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.intake;

import java.util.Locale;

/** Reasoning efforts as APIs name them. */
final class Effort {
    private Effort() {}

    /** Whether the effort is any but none. */
    static boolean asksForReasoning(String effort) {
        return switch (effort.toLowerCase(Locale.ROOT)) {
            case "", "none", "off", "disabled" -> false;
            default -> true;
        };
    }
}
