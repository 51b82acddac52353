// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.replay;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** What a run's findings told of rings that their standings do not say. Findings come oldest first. */
final class RingNews {
    private final String group;
    private final Map<String, List<String>> signals = new HashMap<>();
    private final Map<String, SortedSet<String>> shared = new HashMap<>();

    /** Of a run that hashed templates for the sharing group of the id; empty for none. */
    RingNews(String group) {
        this.group = group;
    }

    void add(JsonNode finding) {
        JsonNode detail = finding.path("unmapped");
        JsonNode ring = detail.path("ring");
        if (!ring.isObject()) {
            return;
        }
        String id = ring.path("id").asText();
        List<String> speaking = new ArrayList<>();
        for (JsonNode signal : detail.path("score").path("signals")) {
            if (signal.path("nats").asDouble() > 0) {
                speaking.add(signal.path("id").asText());
            }
        }
        // A ring that has ended is told once more, with nothing against it: what it was told for stays.
        if (!speaking.isEmpty()) {
            signals.put(id, speaking);
        }
        for (JsonNode link : ring.path("links")) {
            if (link.has("shared")) {
                shared.computeIfAbsent(id, key -> new TreeSet<>())
                        .add(link.path("shared").asText());
            }
        }
    }

    List<String> signals(String ring) {
        return signals.getOrDefault(ring, List.of());
    }

    List<String> shared(String ring) {
        return List.copyOf(shared.getOrDefault(ring, new TreeSet<>()));
    }

    String group() {
        return group;
    }
}
