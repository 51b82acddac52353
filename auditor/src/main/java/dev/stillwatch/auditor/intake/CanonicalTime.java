// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.intake;

import java.time.LocalDate;
import java.time.YearMonth;

/**
 * The one form of time that nearly every record has, {@code 2026-11-22T01:02:03.456Z} with up to six decimals, read
 * digit by digit: java.time's own parser takes longer than the JSON around it.
 */
final class CanonicalTime {
    /** Not of this form; the general parser decides. */
    static final long NONE = -1;

    private static final String FORM = "dddd-dd-ddTdd:dd:dd";
    private static final int SECONDS_A_DAY = 86_400;
    private static final int FIRST_YEAR = 1970;

    private CanonicalTime() {}

    /** Microseconds since 1970, or {@link #NONE}. */
    static long micros(String text) {
        int last = text.length() - 1;
        if (text.charAt(last) != 'Z' || !hasForm(text)) {
            return NONE;
        }
        long micros = fraction(text, FORM.length(), last);
        int year = number(text, 0, 4);
        int month = number(text, 5, 7);
        int day = number(text, 8, 10);
        int hour = number(text, 11, 13);
        int minute = number(text, 14, 16);
        int second = number(text, 17, 19);
        if (micros < 0 || year < FIRST_YEAR || month < 1 || month > 12 || hour > 23 || minute > 59 || second > 59) {
            return NONE;
        }
        if (day < 1 || day > YearMonth.of(year, month).lengthOfMonth()) {
            return NONE;
        }
        long seconds =
                LocalDate.of(year, month, day).toEpochDay() * SECONDS_A_DAY + (hour * 60L + minute) * 60 + second;
        return seconds * 1_000_000 + micros;
    }

    private static boolean hasForm(String text) {
        for (int i = 0; i < FORM.length(); i++) {
            char form = FORM.charAt(i);
            if (form == 'd' ? !isDigit(text.charAt(i)) : text.charAt(i) != form) {
                return false;
            }
        }
        return true;
    }

    /** The decimals between the seconds and the Z as microseconds, or {@link #NONE}. */
    private static long fraction(String text, int from, int to) {
        if (from == to) {
            return 0;
        }
        int digits = to - from - 1;
        if (text.charAt(from) != '.' || digits < 1 || digits > 6) {
            return NONE;
        }
        long micros = 0;
        for (int i = 1; i <= 6; i++) {
            char c = i <= digits ? text.charAt(from + i) : '0';
            if (!isDigit(c)) {
                return NONE;
            }
            micros = micros * 10 + (c - '0');
        }
        return micros;
    }

    private static int number(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            number = number * 10 + (text.charAt(i) - '0');
        }
        return number;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
