// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.console;

import dev.stillwatch.auditor.alert.RingStory;
import dev.stillwatch.policies.standing.Tier;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** An alert as one or two lines: when, who, of a ring how many, tier, families, and the sentence. */
public final class AlertLine {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Terminal terminal;

    /** Writes for the terminal. */
    public AlertLine(Terminal terminal) {
        this.terminal = terminal;
    }

    /** The lines, without a line end. Text from outside is shown with its control characters taken out. */
    public String of(AlertView alert) {
        String tier = alert.tier().map(Tier::label).orElse(plain(alert.kind()));
        Colour colour = alert.tier().map(Colour::of).orElse(Colour.YELLOW);
        String families = alert.families().isEmpty() ? "" : "  [" + plain(String.join(", ", alert.families())) + "]";
        return terminal.paint(Colour.DIM, TIME.format(alert.time()))
                + "  "
                + terminal.paint(colour, String.format(Locale.ROOT, "%-8s", tier))
                + "  "
                + terminal.paint(Colour.BOLD, plain(alert.subject()))
                + RingStory.accounts(alert.detail())
                        .map(accounts -> " (" + accounts + ")")
                        .orElse("")
                + terminal.paint(Colour.DIM, families)
                + System.lineSeparator()
                + "    "
                + plain(alert.sentence());
    }

    /** Account ids are chosen by strangers: an escape sequence in one must not drive the terminal. */
    public static String plain(String text) {
        return text.codePoints()
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
