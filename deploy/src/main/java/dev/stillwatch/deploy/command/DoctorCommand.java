// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.stillwatch.auditor.runtime.BrokerUnavailableException;
import dev.stillwatch.auditor.runtime.Cluster;
import dev.stillwatch.deploy.console.Colour;
import dev.stillwatch.deploy.console.Terminal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Checks what a machine needs before anything is blamed on Stillwatch. */
@Command(
        name = "doctor",
        description =
                "Checks this machine: Java, memory, disk, loopback ports, keys, data for measuring; and a cluster.")
final class DoctorCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Option(names = "--json", description = "Print one JSON array for a program to read.")
    private boolean json;

    @Option(
            names = "--bootstrap-servers",
            paramLabel = "HOST:PORT",
            description = "Also look at a Kafka cluster: whether it answers, and whose clock stamps usage records.")
    private Optional<String> cluster = Optional.empty();

    DoctorCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        List<MachineCheck.Finding> findings = new ArrayList<>(MachineCheck.all());
        cluster.map(DoctorCommand::arrival).ifPresent(findings::add);
        if (json) {
            ObjectMapper mapper = new ObjectMapper();
            ArrayNode array = mapper.createArrayNode();
            findings.forEach(f -> array.addObject()
                    .put("check", f.check())
                    .put("result", f.result().label())
                    .put("detail", f.detail()));
            terminal.out().println(mapper.writeValueAsString(array));
        } else {
            findings.forEach(f -> terminal.out()
                    .printf(
                            "%s  %-10s %s%n",
                            terminal.paint(
                                    colour(f.result()),
                                    String.format("%-4s", f.result().label())),
                            f.check(),
                            f.detail()));
        }
        return findings.stream().anyMatch(f -> f.result() == MachineCheck.Result.WRONG) ? ExitCode.FOUND : ExitCode.OK;
    }

    private static MachineCheck.Finding arrival(String bootstrapServers) {
        try {
            return new Cluster(bootstrapServers)
                    .clockProblem()
                    .map(problem -> new MachineCheck.Finding("arrival", MachineCheck.Result.NOTE, problem))
                    .orElseGet(() -> new MachineCheck.Finding(
                            "arrival", MachineCheck.Result.GOOD, "no writer's clock stamps usage records"));
        } catch (BrokerUnavailableException e) {
            return new MachineCheck.Finding("arrival", MachineCheck.Result.WRONG, String.valueOf(e.getMessage()));
        }
    }

    private static Colour colour(MachineCheck.Result result) {
        return switch (result) {
            case GOOD -> Colour.GREEN;
            case NOTE -> Colour.YELLOW;
            case WRONG -> Colour.RED;
        };
    }
}
