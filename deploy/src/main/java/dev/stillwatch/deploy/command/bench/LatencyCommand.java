// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.command.bench;

import dev.stillwatch.deploy.bench.latency.LatencyBench;
import dev.stillwatch.deploy.bench.latency.LatencyReading;
import dev.stillwatch.deploy.command.DetectionSource;
import dev.stillwatch.deploy.command.ExitCode;
import dev.stillwatch.deploy.command.InputProblem;
import dev.stillwatch.deploy.console.Meter;
import dev.stillwatch.deploy.console.Terminal;
import dev.stillwatch.policies.load.PolicyLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code stillwatch bench latency}. */
@Command(
        name = "latency",
        sortOptions = false,
        description = {
            "Times the way from a usage record to its alert and to the first refusal of its account, hop by hop, with the"
                    + " live settings on a broker inside this process; a read_committed reader says when something is"
                    + " visible. The account calls ten times a second through a limiter in this process that follows"
                    + " the standings, with the policy's throttle promoted.",
            "A bucket of event time is judged when it has ended and the lateness allowance is over: that wait is a"
                    + " hop of its own. The default takes about five minutes."
        })
final class LatencyCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final DetectionSource detections;

    @Option(
            names = "--allowances",
            split = ",",
            defaultValue = "60,2",
            paramLabel = "SECONDS",
            description = "Lateness allowances to measure with (default ${DEFAULT-VALUE}; 60 is what ships).")
    private List<Integer> allowances = List.of();

    @Option(
            names = "--alerts",
            defaultValue = "40",
            paramLabel = "N",
            description = "Accounts that harvest, spread over a minute (default ${DEFAULT-VALUE}).")
    private int alerts;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the readings to this file too.")
    private Optional<Path> json = Optional.empty();

    LatencyCommand(Terminal terminal, DetectionSource detections) {
        this.terminal = terminal;
        this.detections = detections;
    }

    @Override
    public Integer call() throws IOException {
        if (alerts < 1 || alerts > 600 || allowances.stream().anyMatch(seconds -> seconds < 0 || seconds > 600)) {
            throw new InputProblem("--alerts takes 1 to 600 and --allowances 0 to 600 seconds");
        }
        List<LatencyReading> readings = new ArrayList<>();
        for (int seconds : allowances) {
            Meter meter = new Meter(terminal);
            LatencyBench bench = new LatencyBench(
                    detections.with(BenchKey.KEY),
                    new PolicyLoader().packagedDefault(),
                    seen -> meter.at("alerted on and refused with an allowance of " + seconds + " s", seen, alerts));
            try (Workspace work = Workspace.create()) {
                LatencyReading reading = bench.run(Duration.ofSeconds(seconds), alerts, work.folder());
                meter.clear();
                print(reading);
                readings.add(reading);
            }
        }
        if (json.isPresent()) {
            Files.writeString(json.get(), JsonText.of(readings));
        }
        return readings.stream().allMatch(reading -> reading.refused() == reading.accounts())
                ? ExitCode.OK
                : ExitCode.FOUND;
    }

    private void print(LatencyReading reading) {
        terminal.out()
                .printf(
                        Locale.ROOT,
                        "Allowance %.0f s, buckets of %.0f s: of %d accounts %d alerted on, %d refused%n",
                        reading.allowanceSeconds(),
                        reading.bucketSeconds(),
                        reading.accounts(),
                        reading.alerts(),
                        reading.refused());
        terminal.out().printf(Locale.ROOT, "  %-56s %10s %10s%n", "hop", "p50", "p99");
        for (LatencyReading.Hop hop : reading.hops()) {
            terminal.out()
                    .printf(Locale.ROOT, "  %-56s %,7d ms %,7d ms%n", hop.name(), hop.p50Millis(), hop.p99Millis());
        }
    }
}
