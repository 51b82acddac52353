// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.simulate;

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

/** Reads every prompt corpus of a folder: {@code *.jsonl} and {@code *.jsonl.gz} with source, prompt and kind. */
final class Corpora {
    /** Longer texts are cut: an exchange of the simulation stays near 100 tokens and a corpus in memory. */
    private static final int LONGEST = 2_400;

    private static final int FEWEST = 60;

    private Corpora() {}

    /**
     * The corpora by source name; sources of fewer than 60 prompts are left out. Files without prompts (traces) are
     * passed over.
     *
     * @throws IOException when the folder or a file cannot be read
     */
    static List<PromptSource.Corpus> read(Path folder) throws IOException {
        Map<String, List<PromptSource.Item>> items = new TreeMap<>();
        Map<String, String> kinds = new TreeMap<>();
        List<Path> files;
        try (Stream<Path> list = Files.list(folder)) {
            files = list.filter(Corpora::isCorpus).sorted().toList();
        }
        for (Path file : files) {
            readFile(file, items, kinds);
        }
        return items.entrySet().stream()
                .filter(source -> source.getValue().size() >= FEWEST)
                .map(source -> new PromptSource.Corpus(
                        source.getKey(), kinds.getOrDefault(source.getKey(), ""), List.copyOf(source.getValue())))
                .toList();
    }

    private static boolean isCorpus(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(".jsonl") || name.endsWith(".jsonl.gz");
    }

    private static void readFile(Path file, Map<String, List<PromptSource.Item>> items, Map<String, String> kinds)
            throws IOException {
        ObjectMapper json = new ObjectMapper();
        try (InputStream raw = Files.newInputStream(file);
                InputStream in = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw;
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode row = json.readTree(line);
                String prompt = cut(row.path("prompt").asText());
                String source = row.path("source").asText();
                if (!prompt.isBlank() && !source.isEmpty()) {
                    items.computeIfAbsent(source, name -> new ArrayList<>())
                            .add(new PromptSource.Item(
                                    prompt, cut(row.path("completion").asText())));
                    kinds.putIfAbsent(source, row.path("kind").asText());
                }
            }
        }
    }

    private static String cut(String text) {
        if (text.length() <= LONGEST) {
            return text;
        }
        // Never between the halves of a surrogate pair.
        return text.substring(0, Character.isHighSurrogate(text.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST);
    }
}
