// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.stillwatch.auditor.alert.RingStory;
import dev.stillwatch.auditor.query.AlertSearch;
import dev.stillwatch.auditor.runtime.Cluster;
import dev.stillwatch.auditor.runtime.KafkaAlertFeed;
import dev.stillwatch.auditor.sharing.RingReports;
import dev.stillwatch.deploy.console.AlertLine;
import dev.stillwatch.deploy.console.AlertView;
import dev.stillwatch.deploy.console.Counted;
import dev.stillwatch.deploy.console.CsvLine;
import dev.stillwatch.deploy.console.Explanation;
import dev.stillwatch.deploy.console.Terminal;
import dev.stillwatch.policies.topic.Topic;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows the evidence behind a subject's tier over time, and what would change it. */
@Command(
        name = "explain",
        description = "Shows the evidence against an account, ring or alert over time, and what would change its tier.")
final class ExplainCommand implements Callable<Integer> {
    private static final String ALERTS = "alerts.ndjson";
    private static final String VERDICTS = "verdicts.csv";
    private static final int MOST_NAMED = 50;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Terminal terminal;

    @Parameters(paramLabel = "ACCOUNT|RING|ALERT", description = "Account id, ring id, or an alert's uid.")
    private String wanted = "";

    @ArgGroup
    private Source source = new Source();

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "File with the door's token; else the environment variable " + Door.TOKEN_VARIABLE + ".")
    private Optional<Path> tokenFile = Optional.empty();

    @Option(names = "--json", description = "Print the alerts as they are, one JSON object a line, for a program.")
    private boolean json;

    ExplainCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Where the alerts are; exactly one. */
    static final class Source {
        @Option(names = "--data", paramLabel = "DIR", description = "Results of a backtest.")
        private Optional<Path> data = Optional.empty();

        @Option(
                names = "--bootstrap-servers",
                paramLabel = "HOST:PORT",
                description = "A cluster that Stillwatch runs on.")
        private Optional<String> cluster = Optional.empty();

        @Option(names = "--url", paramLabel = "URL", description = "The HTTP door of 'stillwatch run'.")
        private Optional<String> url = Optional.empty();
    }

    @Override
    public Integer call() throws IOException {
        List<String> found = find(wanted);
        if (json && !found.isEmpty()) {
            found.forEach(terminal.out()::println);
            return ExitCode.OK;
        }
        List<AlertView> alerts = parsed(found);
        List<AlertView> own =
                alerts.stream().filter(alert -> isAbout(wanted, alert)).toList();
        Set<String> rings = alerts.stream()
                .filter(alert -> !isAbout(wanted, alert))
                .map(AlertView::subject)
                .collect(Collectors.toCollection(TreeSet::new));
        Explanation explanation = new Explanation(terminal);
        if (!own.isEmpty()) {
            explanation.print(own);
        } else if (!known()) {
            if (rings.isEmpty()) {
                // A live system publishes no standing of an account that was never more than clear.
                throw new InputProblem("no alert or account '" + AlertLine.plain(wanted) + "' there"
                        + (source.data.isPresent() ? "" : "; an account that was always clear leaves none"));
            }
            print("No alert of its own.");
        }
        // Only a ring's own latest finding says who is in it now: one that names nobody any more was not found above.
        for (String ring : rings) {
            explanation.memberships(wanted, parsed(find(ring)));
        }
        return ExitCode.OK;
    }

    private static List<AlertView> parsed(List<String> lines) {
        return lines.stream().flatMap(line -> AlertView.parse(line).stream()).toList();
    }

    private List<String> find(String name) throws IOException {
        if (source.data.isPresent()) {
            return inFile(name, source.data.get());
        }
        if (source.cluster.isPresent()) {
            return onCluster(name, source.cluster.get());
        }
        if (source.url.isPresent()) {
            return new Door(source.url.get(), tokenFile).alertsAbout(name);
        }
        throw new InputProblem(
                "say where the alerts are: --data DIR, --bootstrap-servers HOST:PORT or --url http://HOST:PORT");
    }

    private static List<String> inFile(String name, Path directory) throws IOException {
        Path file = directory.resolve(ALERTS);
        if (!Files.isRegularFile(file)) {
            throw new InputProblem("no " + ALERTS + " in " + directory + "; give the --out directory of a backtest");
        }
        try (Stream<String> lines = Files.lines(file, StandardCharsets.UTF_8)) {
            return lines.filter(line -> concerns(name, line)).toList();
        }
    }

    private static List<String> onCluster(String name, String bootstrapServers) {
        new Cluster(bootstrapServers).require(Set.of(Topic.ALERTS), false, 1);
        return new AlertSearch(new KafkaAlertFeed(bootstrapServers, Topic.ALERTS.topicName()), PATIENCE).about(name);
    }

    private static boolean concerns(String name, String line) {
        // The cheap look first: most lines are about somebody else. It cannot see a name that JSON escapes.
        return (line.contains(name) || name.chars().anyMatch(c -> c < ' ' || c == '"' || c == '\\'))
                && AlertView.parse(line)
                        .filter(alert -> isAbout(name, alert) || RingStory.isNamed(name, alert.detail()))
                        .isPresent();
    }

    private static boolean isAbout(String name, AlertView alert) {
        return alert.subject().equals(name) || alert.uid().equals(name);
    }

    /** Columns of the verdicts file: account, tier, highest tier, score, ..., exchanges (8), ..., reasons (10). */
    private void clear(List<String> row) {
        print("No alert. " + row.get(0) + " is at " + row.get(1) + " (highest " + row.get(2) + ") with " + row.get(3)
                + " nats of evidence over " + Counted.of(Long.parseLong(row.get(8)), "exchange") + ".");
        if (!row.get(10).isEmpty()) {
            print("What is known: " + row.get(10));
        }
        print("What would change the tier: evidence in one family that reaches the policy's throttle threshold;"
                + " 'stillwatch policy explain' shows the thresholds.");
    }

    /** A ring that was never limited has no alert either. */
    private void clear(JsonNode ring) {
        print("No alert. " + wanted + " is at " + ring.path("tier").asText() + " (highest "
                + ring.path("highest_tier").asText() + ") with "
                + ring.path("score").asText()
                + " nats of evidence over " + Counted.of(ring.path("exchanges").asLong(), "exchange") + ".");
        print("members: " + names(ring.path("members")));
        if (!ring.path("weak").isEmpty()) {
            print("weakly attached: " + names(ring.path("weak")));
        }
        ring.path("reasons").forEach(reason -> print("What is known: " + reason.asText()));
    }

    private static String names(JsonNode names) {
        List<String> shown = new ArrayList<>();
        for (int i = 0; i < Math.min(MOST_NAMED, names.size()); i++) {
            shown.add(names.path(i).asText());
        }
        int more = names.size() - shown.size();
        return String.join(", ", shown) + (more > 0 ? " and " + more + " more" : "");
    }

    private Optional<JsonNode> ring() throws IOException {
        Optional<String> line = row(
                RingReports.NAME,
                rows -> rows.filter(row -> row.startsWith("{\"id\":\"" + wanted + "\","))
                        .findFirst());
        return line.isPresent() ? Optional.of(JSON.readTree(line.get())) : Optional.empty();
    }

    /** What is found in the lines of a file of the results; nothing when it is not there. */
    private <T> Optional<T> row(String name, Function<Stream<String>, Optional<T>> look) throws IOException {
        Path file = source.data.orElseThrow().resolve(name);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try (Stream<String> rows = Files.lines(file, StandardCharsets.UTF_8)) {
            return look.apply(rows);
        }
    }

    private void print(String line) {
        terminal.out().println(AlertLine.plain(line));
    }

    /** Says what is known of an account without an alert: that is an answer; one that was never seen is a mistake. */
    private boolean known() throws IOException {
        if (source.data.isPresent()) {
            Optional<List<String>> row = row(
                    VERDICTS,
                    rows -> rows.skip(1)
                            .map(CsvLine::fields)
                            .filter(fields -> fields.get(0).equals(wanted))
                            .findFirst());
            row.ifPresent(this::clear);
            Optional<JsonNode> ring = row.isPresent() ? Optional.empty() : ring();
            ring.ifPresent(this::clear);
            return row.isPresent() || ring.isPresent();
        }
        if (source.url.isPresent()) {
            Optional<String> standing = new Door(source.url.get(), tokenFile).standing(wanted);
            if (standing.isPresent()) {
                terminal.out().println("No alert. Its standing: " + AlertLine.plain(standing.get()));
                return true;
            }
        }
        return false;
    }
}
