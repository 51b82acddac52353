// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.sharing;

import java.util.HexFormat;

/** How a template's hash under a group's key is written: 16 hexadecimal digits in lower case, never all 0. */
final class TemplateHash {
    private static final String DIGITS = "[0-9a-f]{16}";
    private static final String NONE = "0".repeat(16);

    private TemplateHash() {}

    static boolean isOne(String text) {
        return text.matches(DIGITS) && !text.equals(NONE);
    }

    static long parse(String digits) {
        return HexFormat.fromHexDigitsToLong(digits);
    }

    static String of(long hash) {
        return HexFormat.of().toHexDigits(hash);
    }
}
