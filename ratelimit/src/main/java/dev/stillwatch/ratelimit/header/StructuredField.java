// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.header;

import java.nio.charset.StandardCharsets;

/** Strings and integers of structured fields (RFC 9651, 3.3.3 and 3.3.1). */
final class StructuredField {
    private static final long GREATEST_INTEGER = 999_999_999_999_999L;

    private StructuredField() {}

    /**
     * A quoted string. Quotes and backslashes are escaped; what a string cannot hold (control characters, anything
     * beyond ASCII) is written as the percent-encoded bytes of its UTF-8 form, so that two names stay two.
     */
    static String string(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        for (byte one : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (one & 0xff);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c >= ' ' && c < 0x7f) {
                quoted.append(c);
            } else {
                quoted.append(String.format("%%%02X", (int) c));
            }
        }
        return quoted.append('"').toString();
    }

    /** An integer of at most 15 digits; greater ones become the greatest. */
    static long integer(long value) {
        return Math.min(Math.max(0, value), GREATEST_INTEGER);
    }
}
