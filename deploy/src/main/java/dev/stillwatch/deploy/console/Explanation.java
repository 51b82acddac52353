// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.console;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stillwatch.auditor.alert.RingStory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** A subject's alerts as a story: the evidence over time, what it rests on now, and what would change the tier. */
public final class Explanation {
    private final Terminal terminal;
    private final AlertLine line;

    /** Writes for the terminal. */
    public Explanation(Terminal terminal) {
        this.terminal = terminal;
        this.line = new AlertLine(terminal);
    }

    /** Prints the story of at least one alert, oldest first. */
    public void print(List<AlertView> alerts) {
        head("Evidence over time");
        alerts.forEach(alert -> terminal.out().println(line.of(alert)));
        AlertView last = alerts.get(alerts.size() - 1);
        JsonNode detail = last.detail();
        ring(detail);
        JsonNode score = detail.path("score");
        if (!score.isObject()) {
            return;
        }
        head(String.format(Locale.ROOT, "What it rests on now: %.2f nats", last.nats()));
        for (JsonNode signal : score.path("signals")) {
            out(
                    "  %+6.2f  %-4s %s (%s): %s against %s",
                    signal.path("nats").asDouble(),
                    signal.path("id").asText(),
                    signal.path("title").asText(),
                    signal.path("family").asText(),
                    signal.path("value").asText(),
                    signal.path("baseline").asText());
            String sentence = signal.path("sentence").asText();
            if (!sentence.isEmpty()) {
                out("          %s", sentence);
            }
        }
        blind(detail.path("blind"));
        outlook(detail);
        exchanges(detail.path("exchanges"));
        JsonNode limited = detail.path("limited");
        if (limited.isObject()) {
            head("What the plan " + (detail.path("mode").asText().equals("enforce") ? "limits" : "would have limited"));
            out(
                    "  %d of %d exchanges; %d were answered in full before the first",
                    limited.path("limited").asLong(),
                    limited.path("exchanges").asLong(),
                    limited.path("exchanges_before_action").asLong());
        }
    }

    /**
     * Prints a line for each ring whose latest finding names the account.
     *
     * @param account who
     * @param alerts findings of anybody
     */
    public void memberships(String account, List<AlertView> alerts) {
        List<JsonNode> details = alerts.stream()
                .sorted(Comparator.comparing(AlertView::time))
                .map(AlertView::detail)
                .toList();
        for (String line : RingStory.memberships(account, details)) {
            terminal.out().println();
            out("%s", line);
        }
    }

    private void ring(JsonNode detail) {
        List<String> lines = RingStory.lines(detail);
        if (!lines.isEmpty()) {
            head("The ring now");
            lines.forEach(line -> out("  %s", line));
        }
    }

    private void blind(JsonNode blind) {
        for (JsonNode signal : blind) {
            List<String> missing = new ArrayList<>();
            signal.path("missing").forEach(field -> missing.add(field.asText()));
            out(
                    "   blind  %-4s %s: the log lacks %s",
                    signal.path("id").asText(), signal.path("title").asText(), String.join(", ", missing));
        }
    }

    private void outlook(JsonNode detail) {
        JsonNode outlook = detail.path("outlook");
        if (!outlook.isObject()) {
            return;
        }
        head("What would change the tier");
        String next = outlook.path("next_tier").asText();
        if (!next.equals(detail.path("tier").asText())) {
            out("  up to %s: %s", next, needed(outlook));
        }
        int quiet = outlook.path("quiet_days_to_fall").asInt();
        if (quiet > 0) {
            out(
                    "  one rung down: %d whole %s below %s nats",
                    quiet,
                    quiet == 1 ? "day" : "days in a row",
                    outlook.path("quiet_below_nats").asText());
        }
        out(
                "  a person's act on standing version %s: see 'stillwatch act --help'",
                detail.path("standing_version").asText());
    }

    private static String needed(JsonNode outlook) {
        List<String> needs = new ArrayList<>();
        if (outlook.path("nats_short").asDouble() > 0) {
            needs.add(outlook.path("nats_short").asText() + " nats more");
        }
        int families = outlook.path("families_short").asInt();
        if (families > 0) {
            needs.add("evidence in " + families + " more " + (families == 1 ? "family" : "families"));
        }
        return needs.isEmpty() ? "nothing more is needed" : String.join(" and ", needs);
    }

    private void exchanges(JsonNode exchanges) {
        if (exchanges.isEmpty()) {
            return;
        }
        head("Exchanges that weighed most");
        exchanges.fields().forEachRemaining(family -> {
            List<String> ids = new ArrayList<>();
            family.getValue().forEach(id -> ids.add(id.asText()));
            out("  %s: %s", family.getKey(), String.join(", ", ids));
        });
    }

    private void head(String text) {
        terminal.out().println();
        terminal.out().println(terminal.paint(Colour.BOLD, text));
    }

    private void out(String form, Object... values) {
        terminal.out().println(AlertLine.plain(String.format(Locale.ROOT, form, values)));
    }
}
