// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.console;

import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Progress of long work on standard error: a bar on a terminal, a plain line now and then elsewhere. Thread-safe. */
public final class Meter {
    private static final int BAR = 30;
    private static final long BAR_EVERY = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long LINE_EVERY = TimeUnit.SECONDS.toNanos(10);

    private final Terminal terminal;
    private final LongSupplier nanos;
    private long shownAt;
    private boolean open;

    /** A meter on the process's clock. */
    public Meter(Terminal terminal) {
        this(terminal, System::nanoTime);
    }

    Meter(Terminal terminal, LongSupplier nanos) {
        this.terminal = terminal;
        this.nanos = nanos;
        this.shownAt = nanos.getAsLong();
    }

    /**
     * Shows how far the work is, unless it was shown a moment ago.
     *
     * @param what the work
     * @param done units done
     * @param total units in all, 0 when unknown
     */
    public synchronized void at(String what, long done, long total) {
        long now = nanos.getAsLong();
        if (now - shownAt < (terminal.interactive() ? BAR_EVERY : LINE_EVERY)) {
            return;
        }
        shownAt = now;
        String count = total > 0
                ? String.format(Locale.ROOT, "%,d of %,d (%d %%)", done, total, Math.min(100, 100 * done / total))
                : String.format(Locale.ROOT, "%,d", done);
        if (terminal.interactive()) {
            int full = total > 0 ? (int) Math.min(BAR, BAR * done / total) : 0;
            String bar = "█".repeat(full) + "░".repeat(BAR - full);
            terminal.err().print("\r\u001b[K" + what + " " + bar + " " + count);
            terminal.err().flush();
            open = true;
        } else {
            terminal.err().println(what + ": " + count);
        }
    }

    /** Clears the bar, so that other lines can be written. */
    public synchronized void clear() {
        if (open) {
            terminal.err().print("\r\u001b[K");
            terminal.err().flush();
            open = false;
        }
    }
}
