// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.table;

import dev.stillwatch.auditor.replay.score.Estimate;
import java.time.Duration;
import java.util.Locale;

/** Figures as the text of a cell. */
public final class Cell {
    private Cell() {}

    /** An estimate with its interval. */
    public static String of(Estimate estimate, int digits) {
        String number = "%." + digits + "f";
        return format(
                number + " [" + number + ", " + number + "]",
                estimate.value(),
                estimate.interval().low(),
                estimate.interval().high());
    }

    /** A share as a count, with the interval of the share in percent. */
    public static String counted(Estimate share) {
        return format(
                "%d of %d [%.1f, %.1f] %%",
                Math.round(share.value() * share.count()),
                share.count(),
                100 * share.interval().low(),
                100 * share.interval().high());
    }

    /** A time span in minutes, hours or days. */
    public static String of(Duration wait) {
        return wait.toHours() >= 48
                ? format("%.1f d", wait.toMinutes() / 1_440.0)
                : wait.toMinutes() >= 120 ? format("%.1f h", wait.toMinutes() / 60.0) : wait.toMinutes() + " min";
    }

    /** Formats alike whatever the machine's language. */
    public static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
