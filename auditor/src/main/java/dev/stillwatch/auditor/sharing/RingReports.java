// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.sharing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.stillwatch.policies.standing.Tier;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads {@code rings.jsonl} of a backtest. What it does not share it does not keep. */
public final class RingReports {
    /** The file's name in a backtest's results. */
    public static final String NAME = "rings.jsonl";

    /** Most rings that are read. */
    static final int MOST_RINGS = 100_000;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern GROUP = Pattern.compile("([0-9a-f]{32})?");
    private static final Predicate<String> SIGNAL =
            Pattern.compile("D[0-9]{1,3}").asMatchPredicate();
    private static final Predicate<String> FAMILY =
            Pattern.compile("[a-z-]{1,32}").asMatchPredicate();

    private RingReports() {}

    /**
     * All rings of a file, or of a backtest's folder.
     *
     * @throws SharingException when it is not of its form
     * @throws IOException when it cannot be read
     */
    public static List<RingReport> read(Path fileOrFolder) throws IOException, SharingException {
        Path file = Files.isDirectory(fileOrFolder) ? fileOrFolder.resolve(NAME) : fileOrFolder;
        List<RingReport> reports = new ArrayList<>();
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (reports.size() == MOST_RINGS) {
                    throw new SharingException(file + " has more than " + MOST_RINGS + " rings");
                }
                reports.add(report(JSON.readTree(line)));
            }
        } catch (CharacterCodingException | JsonProcessingException | IllegalArgumentException | DateTimeException e) {
            throw new SharingException(
                    file + " line " + (reports.size() + 1) + " is no ring as 'backtest' writes it", e);
        }
        return reports;
    }

    private static RingReport report(JsonNode line) {
        String group = line.path("group").asText();
        if (!line.path("id").isTextual() || !GROUP.matcher(group).matches()) {
            throw new IllegalArgumentException("no id, or no group");
        }
        return new RingReport(
                line.path("id").asText(),
                Instant.parse(line.path("first_seen").asText()).toEpochMilli(),
                line.path("members").size(),
                tier(line.path("tier").asText()),
                texts(line.path("families"), FAMILY),
                texts(line.path("signals"), SIGNAL),
                texts(line.path("shared"), TemplateHash::isOne),
                group);
    }

    private static Tier tier(String label) {
        return Stream.of(Tier.values())
                .filter(tier -> tier.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no tier"));
    }

    /** Each once, sorted; anything else than words of the form is refused, so that no text can slip through. */
    private static List<String> texts(JsonNode list, Predicate<String> form) {
        List<String> texts = new ArrayList<>();
        list.forEach(text -> texts.add(text.asText()));
        if (!texts.stream().allMatch(form)) {
            throw new IllegalArgumentException("a word of another form");
        }
        return texts.stream().distinct().sorted().toList();
    }
}
