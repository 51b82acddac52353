// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.stillwatch.policies.standing.Tier;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a person reads of an OCSF finding.
 *
 * @param uid id of the finding, stable over its updates
 * @param subject account or ring
 * @param kind kind of finding, for example {@code harvesting}
 * @param time event time
 * @param tier rung of the ladder; empty for findings that have none
 * @param nats score, nats
 * @param families families that act
 * @param sentence why, in plain words
 * @param detail the rest, under {@code unmapped}
 */
public record AlertView(
        String uid,
        String subject,
        String kind,
        Instant time,
        Optional<Tier> tier,
        double nats,
        List<String> families,
        String sentence,
        JsonNode detail) {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** Reads one line of {@code alerts.ndjson} or one event of the stream; empty when it is not a finding. */
    public static Optional<AlertView> parse(String json) {
        try {
            JsonNode root = MAPPER.readTree(json);
            if (root == null || !root.path("finding_info").isObject()) {
                return Optional.empty();
            }
            JsonNode detail = root.path("unmapped");
            List<String> families = new ArrayList<>();
            detail.path("score").path("acting").forEach(family -> families.add(family.asText()));
            return Optional.of(new AlertView(
                    root.path("finding_info").path("uid").asText(),
                    detail.path("subject").asText(),
                    detail.path("kind").asText(),
                    Instant.ofEpochMilli(root.path("time").asLong()),
                    tier(detail.path("tier").asText()),
                    detail.path("score").path("nats").asDouble(),
                    List.copyOf(families),
                    root.path("message").asText(),
                    detail));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private static Optional<Tier> tier(String label) {
        for (Tier tier : Tier.values()) {
            if (tier.label().equals(label.toLowerCase(Locale.ROOT))) {
                return Optional.of(tier);
            }
        }
        return Optional.empty();
    }
}
