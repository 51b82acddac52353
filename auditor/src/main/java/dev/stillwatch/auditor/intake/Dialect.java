// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.intake;

/** How strictly a format writes its values. */
enum Dialect {
    /** Numbers are JSON numbers and texts are JSON strings. */
    STRICT(false, false),
    /** A number may stand as decimal text, as OTLP writes its 64-bit integers. */
    NUMBERS_AS_TEXT(true, false),
    /** As above, and a lone dash is how an access log prints a missing value. */
    DASH_IS_ABSENT(true, true);

    private final boolean numbersAsText;
    private final boolean dashIsAbsent;

    Dialect(boolean numbersAsText, boolean dashIsAbsent) {
        this.numbersAsText = numbersAsText;
        this.dashIsAbsent = dashIsAbsent;
    }

    boolean numbersAsText() {
        return numbersAsText;
    }

    boolean dashIsAbsent() {
        return dashIsAbsent;
    }
}
