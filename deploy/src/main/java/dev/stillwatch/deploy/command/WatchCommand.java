// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.command;

import dev.stillwatch.auditor.query.AlertEvent;
import dev.stillwatch.auditor.query.AlertFeed;
import dev.stillwatch.auditor.query.AlertReading;
import dev.stillwatch.auditor.runtime.Cluster;
import dev.stillwatch.auditor.runtime.KafkaAlertFeed;
import dev.stillwatch.deploy.console.AlertLine;
import dev.stillwatch.deploy.console.AlertView;
import dev.stillwatch.deploy.console.Terminal;
import dev.stillwatch.policies.standing.Tier;
import dev.stillwatch.policies.topic.Topic;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Live alerts in a terminal, from the HTTP door or straight from the cluster. */
@Command(name = "watch", description = "Shows alerts as they come. Ends with Ctrl-C, or after --limit alerts.")
final class WatchCommand implements Callable<Integer> {
    private static final Duration POLL = Duration.ofMillis(500);

    private final Terminal terminal;

    @Option(
            names = "--url",
            defaultValue = "http://127.0.0.1:8790",
            description = "The HTTP door of 'stillwatch run' (default: ${DEFAULT-VALUE}).")
    private String url = "";

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "File with the door's token; else the environment variable " + Door.TOKEN_VARIABLE + ".")
    private Optional<Path> tokenFile = Optional.empty();

    @Option(
            names = "--bootstrap-servers",
            paramLabel = "HOST:PORT",
            description = "Read the cluster instead of the HTTP door.")
    private Optional<String> cluster = Optional.empty();

    @Option(names = "--from-oldest", description = "Begin with the oldest alert kept, not with the next to come.")
    private boolean oldest;

    @Option(names = "--tier", defaultValue = "clear", description = "Show this tier and harder ones only.")
    private Tier least = Tier.CLEAR;

    @Option(names = "--limit", defaultValue = "0", description = "End after so many alerts; 0 for never.")
    private long limit;

    @Option(names = "--json", description = "Print the findings as they are, one JSON object a line.")
    private boolean json;

    private long shown;

    WatchCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (limit < 0) {
            throw new InputProblem("--limit is " + limit + "; give how many alerts, or 0 for no end");
        }
        if (cluster.isPresent()) {
            fromCluster(cluster.get());
        } else {
            Door door = new Door(url, tokenFile);
            new EventStream(door.at("/v1/alerts/stream"), door.token(), terminal).read(oldest, this::show);
        }
        return ExitCode.OK;
    }

    private void fromCluster(String bootstrapServers) {
        new Cluster(bootstrapServers).require(Set.of(Topic.ALERTS), false, 1);
        AlertFeed feed = new KafkaAlertFeed(bootstrapServers, Topic.ALERTS.topicName());
        try (AlertReading reading = oldest ? feed.fromOldest() : feed.fromNow()) {
            boolean more = true;
            while (more && !Thread.currentThread().isInterrupted()) {
                for (AlertEvent event : reading.poll(POLL)) {
                    more = more && show(event.json());
                }
            }
        }
    }

    /** Shows one finding; false when enough were shown, or nobody reads any more. */
    private boolean show(String finding) {
        Optional<AlertView> alert = AlertView.parse(finding)
                .filter(view -> view.tier().orElse(Tier.SUSPEND).atLeast(least));
        if (alert.isPresent()) {
            terminal.out().println(json ? finding : new AlertLine(terminal).of(alert.get()));
            shown++;
        }
        return (limit == 0 || shown < limit) && !terminal.out().checkError();
    }
}
