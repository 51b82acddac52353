// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.alert;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a finding about a ring says of it, and who is named in one, read from findings' {@code unmapped}. Names are as in
 * the finding: who shows them on a terminal takes control characters out. Stateless.
 */
public final class RingStory {
    private RingStory() {}

    /** The ring as it was at one finding, a line for each thing told; empty when the finding is of no ring. */
    public static List<String> lines(JsonNode detail) {
        JsonNode ring = detail.path("ring");
        List<String> lines = new ArrayList<>();
        if (!ring.isObject()) {
            return lines;
        }
        lines.add(size(ring) + ", since "
                + RingSentences.time(ring.path("first_seen").asLong()));
        ring.path("links")
                .forEach(link -> lines.add("link: " + link.path("sentence").asText() + hub(link)));
        names(lines, "members", ring.path("members"), ring.path("core").asLong());
        names(
                lines,
                "weakly attached",
                ring.path("weak_members"),
                ring.path("weak").asLong());
        lines.add("served in recent days: " + ring.path("exchanges").asLong() + " exchanges, "
                + ring.path("output_tokens").asLong() + " output tokens");
        JsonNode predecessors = ring.path("predecessors");
        names(lines, "took in", predecessors, predecessors.size());
        return lines;
    }

    /** How many accounts a finding about a ring is about, in words; empty when it is of no ring. */
    public static Optional<String> accounts(JsonNode detail) {
        JsonNode ring = detail.path("ring");
        return ring.isObject() ? Optional.of(size(ring)) : Optional.empty();
    }

    /** Whether a finding about a ring names the account; beyond the most that findings name, nobody can tell. */
    public static boolean isNamed(String account, JsonNode detail) {
        return isIn(account, detail.path("ring").path("members"))
                || isIn(account, detail.path("ring").path("weak_members"));
    }

    /**
     * A line for each ring whose latest finding names the account.
     *
     * @param account who
     * @param details findings' {@code unmapped}, oldest first; of anybody
     */
    public static List<String> memberships(String account, List<JsonNode> details) {
        Map<String, JsonNode> latest = new LinkedHashMap<>();
        for (JsonNode detail : details) {
            if (detail.path("ring").isObject()) {
                latest.put(detail.path("subject").asText(), detail);
            }
        }
        List<String> lines = new ArrayList<>();
        latest.forEach((ring, detail) -> {
            if (isNamed(account, detail)) {
                String how = isIn(account, detail.path("ring").path("members")) ? "core" : "weakly attached";
                lines.add("member of " + ring + " (" + how + "), see explain " + ring);
            }
        });
        return lines;
    }

    /** As a policy's list of what is ordinary names it. */
    private static String hub(JsonNode link) {
        return link.has("artefact")
                ? " (kind: " + link.path("kind").asText() + ", artefact: \""
                        + link.path("artefact").asText() + "\")"
                : "";
    }

    private static String size(JsonNode ring) {
        return RingSentences.size(ring.path("core").asLong(), ring.path("weak").asLong());
    }

    private static void names(List<String> lines, String title, JsonNode names, long all) {
        if (all == 0) {
            return;
        }
        List<String> named = new ArrayList<>();
        names.forEach(name -> named.add(name.asText()));
        long more = all - named.size();
        lines.add(title + ": " + String.join(", ", named) + (more > 0 ? " and " + more + " more" : ""));
    }

    private static boolean isIn(String account, JsonNode names) {
        for (JsonNode name : names) {
            if (name.asText().equals(account)) {
                return true;
            }
        }
        return false;
    }
}
