// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.replay.score;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Writes {@code scoreboard.json} and {@code scoreboard.md}. */
public final class ScoreboardFiles {
    private static final String JSON = "scoreboard.json";
    private static final String MARKDOWN = "scoreboard.md";

    private ScoreboardFiles() {}

    /**
     * Scores a backtest's folder against labels and writes the scoreboard into it.
     *
     * @throws IOException when a file cannot be read or written
     */
    public static Scoreboard write(Path results, Path labels) throws IOException {
        Scoreboard board = Scoreboard.of(List.of(RunFiles.read(1, results, labels)));
        ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
        Files.writeString(results.resolve(JSON), json.writeValueAsString(json(board)) + "\n", StandardCharsets.UTF_8);
        Files.writeString(results.resolve(MARKDOWN), markdown(board), StandardCharsets.UTF_8);
        return board;
    }

    /**
     * Removes the scoreboard of an earlier run from a backtest's folder, if there is one.
     *
     * @throws IOException when it cannot be removed
     */
    public static void remove(Path results) throws IOException {
        Files.deleteIfExists(results.resolve(JSON));
        Files.deleteIfExists(results.resolve(MARKDOWN));
    }

    /** The scoreboard as a JSON object. */
    public static ObjectNode json(Scoreboard board) {
        ObjectNode root = new ObjectMapper().createObjectNode();
        put(root, "campaign_recall", board.campaigns());
        put(root, "account_recall", board.recall());
        put(root, "account_precision", board.precision());
        put(root, "exposure_fraction", board.exposure());
        root.put("exposed_exchanges_per_campaign", board.exposed());
        root.put("campaigns_over_" + Scoreboard.USEFUL + "_exposed", board.useful());
        board.firstAction().ifPresent(wait -> root.put("median_seconds_to_first_action", wait.toSeconds()));
        ObjectNode tiers = root.putObject("false_positives_per_1000_benign_accounts_per_day");
        board.byTier().forEach((tier, estimate) -> put(tiers, tier.label(), estimate));
        ObjectNode classes = root.putObject("false_positives_at_throttle_by_class");
        board.byClass().forEach((kind, estimate) -> put(classes, kind, estimate));
        rings(root.putObject("rings"), board.rings());
        board.missed().forEach(root.putArray("missed")::add);
        return root;
    }

    private static void rings(ObjectNode node, RingScore rings) {
        put(node, "campaign_recall", rings.campaigns());
        put(node, "account_share_inside", rings.inside());
        put(node, "purity", rings.purity());
        put(node, "exposed_exchanges_per_member", rings.exposed());
        rings.formed().ifPresent(wait -> node.put("median_seconds_to_ring", wait.toSeconds()));
        ArrayNode bystanders = node.putArray("benign_members");
        for (RingScore.Bystander one : rings.bystanders()) {
            bystanders
                    .addObject()
                    .put("account", one.account())
                    .put("class", one.kind())
                    .put("ring", one.ring())
                    .put("core", one.core())
                    .put("highest_tier", one.reached().label());
        }
    }

    private static void put(ObjectNode node, String name, Estimate estimate) {
        ObjectNode value = node.putObject(name);
        value.put("value", estimate.value());
        value.put("low", estimate.interval().low());
        value.put("high", estimate.interval().high());
        value.put("of", estimate.count());
    }

    /** The scoreboard for people. */
    public static String markdown(Scoreboard board) {
        StringBuilder out =
                new StringBuilder("# Scoreboard\n\nIntervals are 95 %, resampled by text source and seed.\n\n");
        out.append("| figure | value | interval | of |\n|---|---:|---:|---:|\n");
        row(out, "campaigns found", board.campaigns());
        row(out, "campaign accounts found", board.recall());
        row(out, "accounts acted on that belong to a campaign", board.precision());
        row(out, "exchanges answered in full before action", board.exposure());
        out.append(format("| of these, a campaign | %.1f | | |\n", board.exposed()));
        out.append(
                format("| campaigns that got more than %d exchanges | %d | | |\n", Scoreboard.USEFUL, board.useful()));
        out.append("| median time to first action | ")
                .append(board.firstAction().map(Duration::toString).orElse("none"))
                .append(" | | |\n");
        out.append("\n## False positives per 1,000 benign accounts a day\n\n");
        out.append("| at least | value | interval | account-days |\n|---|---:|---:|---:|\n");
        board.byTier().forEach((tier, estimate) -> row(out, tier.label(), estimate));
        out.append("\n| class, at throttle or above | value | interval | account-days |\n|---|---:|---:|---:|\n");
        board.byClass().forEach((kind, estimate) -> row(out, kind, estimate));
        rings(out, board.rings());
        out.append("\n## Missed\n\n");
        board.missed().forEach(name -> out.append("- ").append(name).append('\n'));
        return (board.missed().isEmpty() ? out.append("nothing\n") : out).toString();
    }

    private static void rings(StringBuilder out, RingScore rings) {
        out.append("\n## Rings\n\n| figure | value | interval | of |\n|---|---:|---:|---:|\n");
        row(out, "campaigns found by a ring at throttle or above", rings.campaigns());
        row(out, format("campaign accounts inside a ring of purity %.1f or more", RingScore.PURE), rings.inside());
        row(out, "core members of campaigns' rings that belong there", rings.purity());
        row(out, "exchanges of a campaign account answered in full before action", rings.exposed());
        out.append("| median time to a ring at watch or above | ")
                .append(rings.formed().map(Duration::toString).orElse("none"))
                .append(" | | |\n\nBenign accounts in rings:\n\n");
        rings.bystanders()
                .forEach(one -> out.append(format(
                        "- %s (%s), %s in %s, reached %s\n",
                        one.account(),
                        one.kind(),
                        one.core() ? "core" : "weak",
                        one.ring(),
                        one.reached().label())));
        out.append(rings.bystanders().isEmpty() ? "none\n" : "");
    }

    private static void row(StringBuilder out, String name, Estimate estimate) {
        out.append(format(
                "| %s | %.4f | %.4f to %.4f | %d |\n",
                name,
                estimate.value(),
                estimate.interval().low(),
                estimate.interval().high(),
                estimate.count()));
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
