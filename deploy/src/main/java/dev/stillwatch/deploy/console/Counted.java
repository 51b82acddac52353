// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.console;

import java.util.Locale;

/** A number with what it counts. */
public final class Counted {
    private Counted() {}

    /**
     * For example {@code 1 ring} or {@code 2,708 rings}.
     *
     * @param count how many
     * @param one what one of them is called; an s makes several
     */
    public static String of(long count, String one) {
        return String.format(Locale.ROOT, "%,d %s%s", count, one, count == 1 ? "" : "s");
    }
}
