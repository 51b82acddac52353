// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.command.bench;

import dev.stillwatch.deploy.bench.ratelimit.Bar;
import dev.stillwatch.deploy.bench.ratelimit.DecisionBench;
import dev.stillwatch.deploy.bench.ratelimit.GrpcBench;
import dev.stillwatch.deploy.bench.ratelimit.NginxBench;
import dev.stillwatch.deploy.bench.ratelimit.NodesBench;
import dev.stillwatch.deploy.bench.ratelimit.RatelimitReport;
import dev.stillwatch.deploy.bench.ratelimit.RedisBench;
import dev.stillwatch.deploy.command.ExitCode;
import dev.stillwatch.deploy.command.Surroundings;
import dev.stillwatch.deploy.console.Meter;
import dev.stillwatch.deploy.console.Terminal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.IntConsumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code stillwatch bench ratelimit}. */
@Command(
        name = "ratelimit",
        sortOptions = false,
        description = {
            "Measures what the limiter costs against the least that the same work costs, both in one run by turns:"
                    + " decisions against raw Bucket4j, Envoy's question over gRPC against an empty handler, and nginx"
                    + " that asks /authz against nginx that asks an empty endpoint.",
            "The last part asks two nodes of one limiter about one key, and holds what passes against what the limit"
                    + " allows, also when the node goes that counts it.",
            "The part with Redis asks about one hot key: the limiter in process, its counting in a Redis, and stock"
                    + " Bucket4j on that Redis.",
            "Ratios are medians over the rounds. The first part counts CPU time of one thread; the others share this"
                    + " machine with their callers and want it quiet. Some three minutes in all. The exit code is 0"
                    + " whether the bars are met or not."
        })
final class RatelimitCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "PART",
            description = "Parts to measure, of ${COMPLETION-CANDIDATES} (default: all).")
    private Set<Part> only = EnumSet.allOf(Part.class);

    /** What can be measured by itself. */
    enum Part {
        /** In process. */
        decisions,
        /** Over gRPC. */
        grpc,
        /** Behind nginx. */
        nginx,
        /** One key at two nodes. */
        nodes,
        /** Beside stock Bucket4j on Redis. */
        redis
    }

    RatelimitCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        List<Bar> bars = new ArrayList<>();
        if (only.contains(Part.decisions)) {
            bars.addAll(print(decisions()));
        }
        if (only.contains(Part.grpc)) {
            bars.addAll(print(grpc()));
        }
        if (only.contains(Part.nginx)) {
            Optional<Path> program = NginxBench.program();
            Optional<Path> shipped = NginxBench.shipped(Surroundings.root());
            if (program.isEmpty()) {
                terminal.out().println("nginx is not installed: the part with it is skipped");
            } else if (shipped.isEmpty()) {
                terminal.out().println("no gateways/nginx beside the program: the part with nginx is skipped");
            } else {
                bars.addAll(print(nginx(program.get(), shipped.get())));
            }
        }
        if (only.contains(Part.nodes)) {
            bars.addAll(print(nodes()));
        }
        if (only.contains(Part.redis)) {
            Optional<Path> program = RedisBench.program();
            if (program.isEmpty()) {
                terminal.out().println("redis-server is not installed: the part with it is skipped");
            } else {
                bars.addAll(print(redis(program.get())));
            }
        }
        bars.forEach(bar -> terminal.out().println(bar.line()));
        return ExitCode.OK;
    }

    private List<Bar> print(RatelimitReport report) {
        terminal.out().println(report.text());
        return report.bars();
    }

    private RatelimitReport decisions() throws IOException {
        DecisionBench.Size size = DecisionBench.Size.USUAL;
        return watched(
                "rounds of decisions",
                size.steps(),
                progress -> RatelimitReport.of(new DecisionBench(size, progress).run()));
    }

    private RatelimitReport grpc() throws IOException {
        GrpcBench.Size size = GrpcBench.Size.USUAL;
        return watched(
                "rounds of gRPC calls",
                size.steps(),
                progress -> RatelimitReport.of(new GrpcBench(size, progress).run()));
    }

    private RatelimitReport nodes() throws IOException {
        NodesBench.Size size = NodesBench.Size.USUAL;
        return watched(
                "limits at two nodes",
                size.steps(),
                progress -> RatelimitReport.of(new NodesBench(size, progress).run()));
    }

    private RatelimitReport nginx(Path program, Path shipped) throws IOException {
        NginxBench.Size size = NginxBench.Size.USUAL;
        try (Workspace work = Workspace.create()) {
            return watched(
                    "rounds of calls to nginx",
                    size.steps(),
                    progress ->
                            RatelimitReport.of(new NginxBench(program, shipped, size, progress).run(work.folder())));
        }
    }

    private RatelimitReport redis(Path program) throws IOException {
        RedisBench.Size size = RedisBench.Size.USUAL;
        try (Workspace work = Workspace.create()) {
            return watched(
                    "rounds on one hot key",
                    size.steps(),
                    progress -> RatelimitReport.of(new RedisBench(program, size, progress).run(work.folder())));
        }
    }

    private RatelimitReport watched(String what, int steps, Measured part) throws IOException {
        Meter meter = new Meter(terminal);
        RatelimitReport report = part.run(done -> meter.at(what, done, steps));
        meter.clear();
        return report;
    }

    /** A part that tells how many of its steps are done. */
    @FunctionalInterface
    private interface Measured {
        RatelimitReport run(IntConsumer progress) throws IOException;
    }
}
