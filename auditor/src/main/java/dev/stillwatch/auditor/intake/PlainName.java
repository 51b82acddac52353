// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.intake;

/** Names that travel in the clear: short, and free of characters that break lines or encodings. */
final class PlainName {
    /** Longest name: an unbounded one could carry a prompt past intake. */
    static final int LONGEST = 128;

    private PlainName() {}

    /** The name, cut to {@link #LONGEST} characters, with control characters and half surrogates as U+FFFD. */
    static String of(String name) {
        if (name.length() <= LONGEST && isClean(name)) {
            return name;
        }
        StringBuilder plain = new StringBuilder(LONGEST);
        name.codePoints().limit(LONGEST).map(c -> isBad(c) ? 0xFFFD : c).forEach(c -> {
            if (plain.length() + Character.charCount(c) <= LONGEST) {
                plain.appendCodePoint(c);
            }
        });
        return plain.toString();
    }

    private static boolean isClean(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c < ' ' || c >= 0x7F) {
                return name.codePoints().noneMatch(PlainName::isBad);
            }
        }
        return true;
    }

    private static boolean isBad(int codePoint) {
        int type = Character.getType(codePoint);
        return type == Character.CONTROL || type == Character.SURROGATE;
    }
}
