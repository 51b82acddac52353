// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.ratelimit;

import java.util.Locale;

/**
 * A figure and what it has to be.
 *
 * @param what the figure is of
 * @param figure as measured
 * @param bar what it is held to
 * @param atLeast whether the figure has to be at least the bar; else at most
 * @param pattern how both are written, for {@link String#format}
 */
public record Bar(String what, double figure, double bar, boolean atLeast, String pattern) {
    /** A share of the floor, at least so much. */
    static Bar share(String what, double figure, double bar) {
        return new Bar(what, figure, bar, true, "%.2f");
    }

    /** A size or time, at most so much. */
    static Bar most(String what, double figure, double bar, String pattern) {
        return new Bar(what, figure, bar, false, pattern);
    }

    /** Whether it is met. */
    public boolean met() {
        return atLeast ? figure >= bar : figure <= bar;
    }

    /** One line for people. */
    public String line() {
        return String.format(
                Locale.ROOT,
                "%s  %s: " + pattern + ", the bar is " + pattern + " at %s",
                met() ? "met   " : "MISSED",
                what,
                figure,
                bar,
                atLeast ? "least" : "most");
    }
}
