// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.simulate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Traffic that was measured on real services, where the folder of corpora holds it: {@code clients_servegen_*.csv} (one
 * row a client and hour), {@code trace_*code*.csv} and {@code trace_*conv*.csv} (token sizes of one service) and {@code
 * stats_burstgpt1_by_hour.csv} (sessions by hour of the day). Benign personas of a fitting kind take hours, burstiness
 * and sizes from it; volume stays the persona's, for a scenario is built on it and clients run to millions a day.
 */
final class MeasuredTraffic {
    /** A client whose answers are so many times longer or shorter than the persona's does another job. */
    private static final double FITTING = 4;

    private final List<ClientProfile> clients;
    private final Map<String, TokenSizes> traces;
    private final List<Double> humanHours;

    private MeasuredTraffic(List<ClientProfile> clients, Map<String, TokenSizes> traces, List<Double> humanHours) {
        this.clients = clients;
        this.traces = traces;
        this.humanHours = humanHours;
    }

    /** Nothing measured: personas keep the published statistics. */
    static MeasuredTraffic none() {
        return new MeasuredTraffic(List.of(), Map.of(), List.of());
    }

    boolean isEmpty() {
        return clients.isEmpty() && traces.isEmpty() && humanHours.isEmpty();
    }

    /** What the folder holds. */
    static MeasuredTraffic read(Path folder) throws IOException {
        Map<String, ClientProfile.Builder> clients = new LinkedHashMap<>();
        Map<String, TokenSizes> traces = new TreeMap<>();
        List<Double> humanHours = new ArrayList<>();
        List<Path> files;
        try (Stream<Path> list = Files.list(folder)) {
            files = list.filter(file -> file.toString().endsWith(".csv"))
                    .sorted()
                    .toList();
        }
        for (Path file : files) {
            String name = file.getFileName().toString();
            if (name.startsWith("clients_servegen_")) {
                CsvRow.each(
                        file,
                        row -> clients.computeIfAbsent(row.text("client"), ClientProfile.Builder::new)
                                .hour(row));
            } else if (name.startsWith("trace_")) {
                sizes(file).ifPresent(sizes -> traces.put(name, sizes));
            } else if (name.equals("stats_burstgpt1_by_hour.csv")) {
                CsvRow.each(
                        file, row -> humanHours.add(row.number("session_count").orElse(0)));
            }
        }
        List<ClientProfile> active = clients.values().stream()
                .flatMap(client -> client.build().stream())
                .toList();
        return new MeasuredTraffic(active, traces, humanHours.size() == 24 ? List.copyOf(humanHours) : List.of());
    }

    private static Optional<TokenSizes> sizes(Path file) throws IOException {
        List<Double> inputs = new ArrayList<>();
        List<Double> outputs = new ArrayList<>();
        CsvRow.each(file, row -> {
            double input = row.number("input_tokens").orElse(0);
            double output = row.number("output_tokens").orElse(0);
            if (input > 0 && output > 0) {
                inputs.add(input);
                outputs.add(output);
            }
        });
        return inputs.isEmpty() ? Optional.empty() : Optional.of(TokenSizes.of(array(inputs), array(outputs)));
    }

    /** The persona with what was measured of its kind; the same when nothing fits. */
    Persona fit(Persona persona, Draws draws) {
        if (!persona.pace().model().equals("renewal")) {
            return persona;
        }
        if (persona.pace().curve().equals("human")) {
            Persona sized = trace(persona).map(persona::measured).orElse(persona);
            return humanHours.isEmpty()
                    ? sized
                    : sized.measured(humanHours, sized.pace().cv());
        }
        List<ClientProfile> fitting =
                clients.stream().filter(client -> fits(client, persona.ask())).toList();
        if (fitting.isEmpty()) {
            return persona;
        }
        ClientProfile client = draws.pick(fitting);
        Persona sized = client.sizes().map(persona::measured).orElse(persona);
        return sized.measured(client.hours(), client.cv());
    }

    /** People at a keyboard: code or conversation. */
    private Optional<TokenSizes> trace(Persona persona) {
        String kind = persona.text().role().equals("code") ? "code" : "conv";
        return traces.entrySet().stream()
                .filter(trace -> trace.getKey().contains(kind))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private static boolean fits(ClientProfile client, Persona.Ask ask) {
        double ratio =
                client.sizes().map(sizes -> sizes.output() / ask.output()).orElse(0.0);
        return client.reasoning() == ask.reasoning() >= 0.5 && ratio >= 1 / FITTING && ratio <= FITTING;
    }

    private static double[] array(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
