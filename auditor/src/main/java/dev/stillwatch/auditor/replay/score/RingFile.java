// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.replay.score;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** Reads {@code rings.jsonl} of a backtest; a run without the file has no rings. */
final class RingFile {
    private static final ObjectMapper JSON = new ObjectMapper();

    private RingFile() {}

    /**
     * Reads all rings.
     *
     * @throws IOException when the file is not of its form; the message names it
     */
    static List<ScoredRun.Ring> read(Path file) throws IOException {
        List<ScoredRun.Ring> rings = new ArrayList<>();
        if (Files.exists(file)) {
            try {
                for (String line : Files.readAllLines(file)) {
                    rings.add(ring(JSON.readTree(line), file));
                }
            } catch (CharacterCodingException e) {
                throw new IOException(file + " is not UTF-8 text", e);
            } catch (JsonProcessingException e) {
                throw new IOException(file + ": not a line of JSON: " + e.getOriginalMessage(), e);
            }
        }
        return rings;
    }

    private static ScoredRun.Ring ring(JsonNode line, Path file) throws IOException {
        if (!line.path("id").isTextual()) {
            throw new IOException(file + ": a ring has no id");
        }
        return new ScoredRun.Ring(
                line.path("id").asText(),
                names(line.path("members")),
                names(line.path("weak")),
                Fields.tier(line.path("highest_tier").asText(), file),
                Fields.instant(line.path("first_tier_time").asText(), file));
    }

    private static SortedSet<String> names(JsonNode list) {
        SortedSet<String> names = new TreeSet<>();
        list.forEach(name -> names.add(name.asText()));
        return names;
    }
}
