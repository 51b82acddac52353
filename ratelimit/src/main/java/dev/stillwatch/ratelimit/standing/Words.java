// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.standing;

/** Names that others chose, as they may stand in a log line. */
final class Words {
    private static final int MOST = 100;

    private Words() {}

    /** Without control characters, and not long. */
    static String plain(String name) {
        String cut = name.length() <= MOST ? name : name.substring(0, MOST) + "...";
        return cut.replaceAll("\\p{Cntrl}", "?");
    }
}
