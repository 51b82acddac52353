// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.console;

import java.util.List;
import java.util.Locale;

/** What a gateway was told of accounts that call: those that a limit meets a line each, the others together. */
public final class GatewayTable {
    private static final String FORM = "%-16s  %-34s  %s";

    private final Terminal terminal;

    /** Writes for the terminal. */
    public GatewayTable(Terminal terminal) {
        this.terminal = terminal;
    }

    /**
     * One account's calls.
     *
     * @param account its id
     * @param passedInShadow calls that passed while nothing was promoted
     * @param spared of these, how many a promoted standing would have refused
     * @param passed calls that passed after the promotion
     * @param refused calls that were refused after it
     * @param status HTTP status of refusals, 0 without one
     * @param retryAfter seconds that they say to wait, empty when they say none
     */
    public record Row(
            String account, int passedInShadow, long spared, int passed, int refused, int status, String retryAfter) {
        private boolean met() {
            return spared > 0 || refused > 0;
        }
    }

    /** Prints the table. */
    public void print(List<Row> rows) {
        terminal.out()
                .println(terminal.paint(
                        Colour.BOLD,
                        String.format(Locale.ROOT, FORM, "account", "in shadow mode", "throttle promoted")));
        rows.stream().filter(Row::met).forEach(this::line);
        List<Row> others = rows.stream().filter(row -> !row.met()).toList();
        if (!others.isEmpty()) {
            String who = others.size() + (others.size() == rows.size() ? " accounts" : " others");
            terminal.out()
                    .println(String.format(
                            Locale.ROOT,
                            FORM,
                            who,
                            others.stream().mapToInt(Row::passedInShadow).sum() + " passed, none would be refused",
                            others.stream().mapToInt(Row::passed).sum() + " passed, none refused"));
        }
    }

    private void line(Row row) {
        String told = row.refused() == 0
                ? ""
                : " with " + row.status()
                        + (row.retryAfter().isEmpty() ? "" : ", retry after " + row.retryAfter() + " s");
        terminal.out()
                .println(String.format(
                        Locale.ROOT,
                        FORM,
                        AlertLine.plain(row.account()),
                        row.passedInShadow() + " passed, " + row.spared() + " would be refused",
                        row.passed() + " passed, " + row.refused() + " refused" + AlertLine.plain(told)));
    }
}
