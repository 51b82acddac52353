// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.console;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/**
 * Where a command writes. Both writers flush at every line; safe for use by several threads.
 *
 * @param out what was asked for
 * @param err progress and problems
 * @param interactive whether a person watches {@code out}: colour and progress bars are for people
 * @param columns width in characters
 */
public record Terminal(PrintWriter out, PrintWriter err, boolean interactive, int columns) {
    private static final int LEAST_COLUMNS = 40;
    private static final int ORDINARY_COLUMNS = 100;

    /** Keeps the width usable. */
    public Terminal {
        columns = Math.max(LEAST_COLUMNS, columns);
    }

    /**
     * The process's own. The launcher says whether there is a terminal ({@code stillwatch.terminal}), because Java 17
     * and 22 answer that question differently; NO_COLOR (no-color.org) turns colour off.
     */
    public static Terminal system() {
        boolean interactive = Boolean.getBoolean("stillwatch.terminal") && System.getenv("NO_COLOR") == null;
        return new Terminal(
                writer(FileDescriptor.out),
                writer(FileDescriptor.err),
                interactive,
                Integer.getInteger("stillwatch.columns", ORDINARY_COLUMNS));
    }

    /** The text in a colour when a person watches, else as it is. */
    public String paint(Colour colour, String text) {
        return interactive ? colour.code() + text + Colour.END : text;
    }

    private static PrintWriter writer(FileDescriptor descriptor) {
        return new PrintWriter(new OutputStreamWriter(new FileOutputStream(descriptor), StandardCharsets.UTF_8), true);
    }
}
