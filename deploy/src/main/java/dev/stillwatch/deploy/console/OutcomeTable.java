// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.console;

import dev.stillwatch.policies.standing.Tier;
import java.util.List;
import java.util.Locale;

/** The end of a demo or a backtest: who was acted on, who was not, and why. */
public final class OutcomeTable {
    private static final int LEAST_REASON = 20;
    private static final String FORM = "%-{0}s  %-{1}s  %-8s  %-9s  ";

    private final Terminal terminal;

    /** Writes for the terminal. */
    public OutcomeTable(Terminal terminal) {
        this.terminal = terminal;
    }

    /**
     * One account's outcome.
     *
     * @param account its id
     * @param kind what it really is, as the labels say
     * @param tier highest tier it reached
     * @param actedOn whether any of its exchanges would have been refused or altered
     * @param reason why, or why not
     */
    public record Row(String account, String kind, Tier tier, boolean actedOn, String reason) {}

    /** Prints the table, one line a row, cut to the terminal's width. */
    public void print(List<Row> rows) {
        int account =
                width(rows.stream().mapToInt(r -> r.account().length()).max().orElse(0), "account");
        int kind = width(rows.stream().mapToInt(r -> r.kind().length()).max().orElse(0), "what it is");
        String form = FORM.replace("{0}", String.valueOf(account)).replace("{1}", String.valueOf(kind));
        String head = String.format(Locale.ROOT, form, "account", "what it is", "tier", "acted on?") + "why";
        terminal.out().println(terminal.paint(Colour.BOLD, head));
        int room = Math.max(LEAST_REASON, terminal.columns() - account - kind - 25);
        for (Row row : rows) {
            String line = String.format(
                    Locale.ROOT,
                    form,
                    AlertLine.plain(row.account()),
                    row.kind(),
                    row.tier().label(),
                    row.actedOn() ? "yes" : "no");
            String reason = AlertLine.plain(row.reason());
            boolean cut = terminal.interactive() && reason.length() > room;
            String shown = cut ? reason.substring(0, room - 1) + "…" : reason;
            terminal.out().println(terminal.paint(Colour.of(row.tier()), line) + shown);
        }
    }

    private static int width(int longest, String head) {
        return Math.max(longest, head.length());
    }
}
