// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.command.bench;

import dev.stillwatch.deploy.command.DetectionSource;
import dev.stillwatch.deploy.console.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The group of commands that measure. */
@Command(
        name = "bench",
        sortOptions = false,
        description = "Measures what the product claims, on this machine: detection against rivals, rings, throughput,"
                + " latency, the sketch, how rings are formed, drift by class of customer, how"
                + " soon a standing is enforced, and what the limiter costs.")
public final class BenchCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    private BenchCommand() {}

    /** The group with all its commands, writing to the terminal. */
    public static CommandLine commandLine(Terminal terminal, DetectionSource detections) {
        return new CommandLine(new BenchCommand())
                .addSubcommand(new DetectionCommand(terminal, detections))
                .addSubcommand(new RingsCommand(terminal, detections))
                .addSubcommand(new ThroughputCommand(terminal, detections))
                .addSubcommand(new LatencyCommand(terminal, detections))
                .addSubcommand(new SketchCommand(terminal))
                .addSubcommand(new FormingCommand(terminal))
                .addSubcommand(new DriftCommand(terminal))
                .addSubcommand(new StandingCommand(terminal))
                .addSubcommand(new RatelimitCommand(terminal));
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "say which: detection, rings, throughput, latency, sketch, forming, drift, standing or ratelimit");
    }
}
