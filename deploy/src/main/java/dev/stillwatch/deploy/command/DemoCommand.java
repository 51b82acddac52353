// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.command;

import dev.stillwatch.auditor.intake.FormatRegistry;
import dev.stillwatch.auditor.replay.Backtest;
import dev.stillwatch.auditor.replay.BacktestFailedException;
import dev.stillwatch.auditor.replay.BacktestRequest;
import dev.stillwatch.auditor.replay.BacktestSummary;
import dev.stillwatch.auditor.runtime.WorkDirectory;
import dev.stillwatch.deploy.console.Colour;
import dev.stillwatch.deploy.console.GatewayTable;
import dev.stillwatch.deploy.console.OutcomeTable;
import dev.stillwatch.deploy.console.Terminal;
import dev.stillwatch.deploy.console.Verdicts;
import dev.stillwatch.deploy.simulate.Recipe;
import dev.stillwatch.deploy.simulate.Scenario;
import dev.stillwatch.deploy.simulate.Simulation;
import dev.stillwatch.policies.key.DeploymentKey;
import dev.stillwatch.policies.policy.Policy;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Everything in one process on simulated traffic. */
@Command(
        name = "demo",
        description =
                "Plays simulated traffic through the real stream, shows alerts as they come, and ends with who was"
                        + " acted on and why, and with what the limiter beside it lets pass of each account's calls."
                        + " Needs nothing and keeps nothing.")
final class DemoCommand implements Callable<Integer> {
    private static final double MILLI = 1_000.0;

    private final Terminal terminal;
    private final DetectionSource detections;

    @Option(names = "--seed", defaultValue = "1", description = "Seed of the simulated traffic (default 1).")
    private long seed;

    @Option(names = "--out", paramLabel = "DIR", description = "Keep the traffic and the results in this folder.")
    private Optional<Path> out = Optional.empty();

    DemoCommand(Terminal terminal, DetectionSource detections) {
        this.terminal = terminal;
        this.detections = detections;
    }

    @Override
    public Integer call() throws IOException, BacktestFailedException {
        out.ifPresent(folder -> InputFiles.requireFolder("--out", folder));
        if (out.isPresent()) {
            play(out.get());
        } else {
            try (WorkDirectory kept = WorkDirectory.temporary("stillwatch-demo")) {
                play(kept.path());
            }
        }
        return ExitCode.OK;
    }

    private void play(Path folder) throws IOException, BacktestFailedException {
        Recipe recipe = Recipe.of(Scenario.DEMO, seed);
        Simulation simulation = Simulation.of(recipe);
        Path traffic = folder.resolve("traffic");
        long records = simulation.write(traffic, count -> {});
        terminal.out()
                .printf(
                        Locale.ROOT,
                        "One simulated day: %,d exchanges of %d accounts. Distillers that share a template play beside"
                                + " heavy, batch and declared customers.%nAlerts, as they come (event time, UTC):%n%n",
                        records,
                        simulation.accounts());
        // The demo's declarations are simulated like its traffic, so nobody could have signed them.
        Policy policy = PolicyChoice.load(traffic.resolve("policies"), true);
        Path results = folder.resolve("results");
        RunProgress progress = new RunProgress(terminal, true);
        List<String> accounts = Verdicts.accounts(traffic.resolve("labels.csv"));
        DemoLimiter limiter = new DemoLimiter(folder, demoKey(), policy.name(), accounts);
        BacktestSummary summary = new Backtest(detections.with(demoKey()), progress, limiter)
                .run(new BacktestRequest(
                        List.of(traffic.resolve("usage.ndjson")),
                        FormatRegistry.AUTO,
                        List.of(policy),
                        results,
                        1,
                        1,
                        1,
                        true,
                        Recipe.DEFAULT_START.plus(Duration.ofDays(recipe.days() + 1L)),
                        Optional.empty()));
        progress.clear();
        Set<String> declared = policy.passports().stream()
                .flatMap(passport -> passport.accounts().stream())
                .collect(Collectors.toUnmodifiableSet());
        List<OutcomeTable.Row> rows = Verdicts.rows(
                results,
                traffic.resolve("labels.csv"),
                declared,
                policy.ladder().throttle() / MILLI);
        terminal.out().println();
        new OutcomeTable(terminal).print(rows);
        terminal.out()
                .printf(
                        Locale.ROOT,
                        "%n%,d exchanges judged in %.1f s. %s%n",
                        summary.accepted(),
                        summary.seconds(),
                        terminal.paint(
                                Colour.DIM,
                                "Shadow mode: 'acted on' is what limits would have done; nothing was limited."));
        show(limiter, policy.name());
    }

    private void show(DemoLimiter limiter, String policy) {
        terminal.out()
                .printf(
                        Locale.ROOT,
                        "%nThe limiter followed these standings. Each account called %d times through it, then 'act"
                                + " promote %s --tier throttle'%s, and each called %d times again:%n%n",
                        DemoLimiter.CALLS,
                        policy,
                        limiter.obeyed()
                                .map(time -> " (obeyed after " + time.toMillis() + " ms)")
                                .orElse(""),
                        DemoLimiter.CALLS);
        new GatewayTable(terminal).print(limiter.rows());
    }

    /** The same demo twice shows the same: its key is no secret, and protects nothing but simulated names. */
    private static DeploymentKey demoKey() {
        return DeploymentKey.of(1, new byte[DeploymentKey.LEAST_BYTES]);
    }
}
