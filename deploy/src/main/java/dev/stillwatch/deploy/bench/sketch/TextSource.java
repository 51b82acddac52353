// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.sketch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * The prompts of one source.
 *
 * @param name as the rows name it
 * @param kin sources of one kin are cousins (same questions, same template maker); they are never a negative pair
 * @param prompts in the order of the file
 */
record TextSource(String name, String kin, List<String> prompts) {
    /** Beginnings of source names that belong together, each with the kin's name. */
    private static final Map<String, String> KIN = Map.ofEntries(
            Map.entry("gsm8k", "grade-school maths"),
            Map.entry("rephrased-gsm8k", "grade-school maths"),
            Map.entry("humaneval", "python functions"),
            Map.entry("rephrased-humaneval", "python functions"),
            Map.entry("mbpp", "python functions"),
            Map.entry("alpaca-gpt4-en", "instructions"),
            Map.entry("self-instruct", "instructions"),
            Map.entry("user-oriented", "instructions"),
            Map.entry("p3-dbpedia", "dbpedia"),
            Map.entry("p3-cnn", "cnn"));

    /** Every source of the prompt files of a directory, by name; at most {@code limit} prompts of each. */
    static List<TextSource> load(Path directory, int limit) throws IOException {
        Map<String, List<String>> prompts = new TreeMap<>();
        List<Path> files;
        try (Stream<Path> listed = Files.list(directory)) {
            files = listed.filter(file -> file.getFileName().toString().matches("(?!trace_).*\\.jsonl(\\.gz)?"))
                    .sorted()
                    .toList();
        }
        for (Path file : files) {
            read(file, prompts, limit);
        }
        return prompts.entrySet().stream()
                .map(entry -> new TextSource(entry.getKey(), kin(entry.getKey()), entry.getValue()))
                .toList();
    }

    private static void read(Path file, Map<String, List<String>> prompts, int limit) throws IOException {
        ObjectMapper json = new ObjectMapper();
        try (InputStream raw = Files.newInputStream(file);
                InputStream in = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw;
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode row = json.readTree(line);
                List<String> list = prompts.computeIfAbsent(row.path("source").asText(), name -> new ArrayList<>());
                if (list.size() < limit && !row.path("prompt").asText().isBlank()) {
                    list.add(row.path("prompt").asText());
                }
            }
        }
    }

    private static String kin(String name) {
        return KIN.entrySet().stream()
                .filter(entry -> name.startsWith(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(name);
    }
}
