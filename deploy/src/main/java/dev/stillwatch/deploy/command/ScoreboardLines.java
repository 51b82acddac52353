// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.command;

import dev.stillwatch.auditor.replay.score.Estimate;
import dev.stillwatch.auditor.replay.score.Scoreboard;
import dev.stillwatch.deploy.console.AlertLine;
import dev.stillwatch.deploy.console.Counted;
import dev.stillwatch.deploy.console.Terminal;
import dev.stillwatch.policies.standing.Tier;
import java.util.List;
import java.util.Locale;

/** A scoreboard in a few lines; the files have all of it. */
final class ScoreboardLines {
    private static final double PERCENT = 100;
    private static final int NAMED = 5;

    private final Terminal terminal;

    ScoreboardLines(Terminal terminal) {
        this.terminal = terminal;
    }

    void print(Scoreboard board) {
        terminal.out().println("Against the labels (95 % intervals):");
        share("campaigns found", board.campaigns(), "campaign");
        share("their accounts found", board.recall(), "account");
        share("acted on and rightly so", board.precision(), "account");
        share("answered before action", board.exposure(), "exchange");
        share("campaigns found as a ring", board.rings().campaigns(), "campaign");
        share("accounts inside a ring", board.rings().inside(), "account");
        board.byTier().forEach(this::benign);
        List<String> missed = board.missed();
        if (!missed.isEmpty()) {
            int more = missed.size() - NAMED;
            line(
                    "  %-27s %s%n",
                    "missed",
                    AlertLine.plain(String.join(", ", missed.subList(0, Math.min(NAMED, missed.size()))))
                            + (more > 0 ? " and " + more + " more" : ""));
        }
    }

    private void benign(Tier tier, Estimate estimate) {
        line(
                "  %-27s %.1f per 1,000 accounts a day (%.1f to %.1f) of %s%n",
                "benign at " + tier.label() + " or above",
                estimate.value(),
                estimate.interval().low(),
                estimate.interval().high(),
                Counted.of(estimate.count(), "account-day"));
    }

    private void share(String name, Estimate estimate, String of) {
        line(
                "  %-27s %.1f %% (%.1f to %.1f) of %s%n",
                name,
                PERCENT * estimate.value(),
                PERCENT * estimate.interval().low(),
                PERCENT * estimate.interval().high(),
                Counted.of(estimate.count(), of));
    }

    private void line(String form, Object... values) {
        terminal.out().printf(Locale.ROOT, form, values);
    }
}
