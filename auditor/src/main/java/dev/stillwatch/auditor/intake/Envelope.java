// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.intake;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stillwatch.auditor.intake.Decoding.Reason;
import dev.stillwatch.auditor.intake.Decoding.Rejected;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What records are delivered in: a structured CloudEvent (CloudEvents 1.0, JSON format), a JSON array, the
 * {@code {"records":[…]}} of Azure's diagnostic settings, or what a subscription to a log group of CloudWatch delivers.
 *
 * @param records the records inside, as JSON or as JSON text
 * @param id the delivery's own id, for records without one
 * @param problem why the delivery cannot be opened
 */
record Envelope(List<JsonNode> records, Optional<String> id, Optional<Rejected> problem) {
    /** Opens a delivery; a bare record is its own. */
    static Envelope open(JsonNode root) {
        if (root.isArray()) {
            return of(root);
        }
        if (root.path("records").isArray() && root.size() == 1) {
            return of(root.path("records"));
        }
        if (root.path("messageType").isTextual() && root.path("logEvents").isArray()) {
            return subscription(root);
        }
        if (root.path("specversion").isTextual() && root.has("type") && root.has("source")) {
            return cloudEvent(root);
        }
        return new Envelope(List.of(root), Optional.empty(), Optional.empty());
    }

    private static Envelope of(Iterable<JsonNode> members) {
        List<JsonNode> records = new ArrayList<>();
        members.forEach(records::add);
        return new Envelope(
                records,
                Optional.empty(),
                records.isEmpty()
                        ? Optional.of(new Rejected(Reason.NOT_USAGE, "", "send no empty batches"))
                        : Optional.empty());
    }

    /** Its messages stay texts until their turn comes. Its control messages ask whether the destination is there. */
    private static Envelope subscription(JsonNode delivery) {
        List<JsonNode> messages = new ArrayList<>();
        if (delivery.path("messageType").asText().equals("DATA_MESSAGE")) {
            delivery.path("logEvents").forEach(event -> messages.add(event.path("message")));
        }
        return of(messages);
    }

    private static Envelope cloudEvent(JsonNode event) {
        JsonNode data = JsonText.unfold(event.path("data"));
        if (event.path("data_base64").isTextual()) {
            try {
                JsonText.Parsed parsed =
                        JsonText.parse(event.path("data_base64").binaryValue());
                if (parsed.problem().isPresent()) {
                    return new Envelope(List.of(), Optional.empty(), parsed.problem());
                }
                data = parsed.tree();
            } catch (IOException e) {
                return unreadable("data_base64");
            }
        }
        if (!data.isObject()) {
            return unreadable("data");
        }
        // Source and id together are unique (CloudEvents 1.0, required attributes).
        String id = event.path("id").asText();
        return new Envelope(
                List.of(data),
                id.isEmpty()
                        ? Optional.empty()
                        : Optional.of(event.path("source").asText() + "/" + id),
                Optional.empty());
    }

    private static Envelope unreadable(String field) {
        return new Envelope(
                List.of(),
                Optional.empty(),
                Optional.of(new Rejected(Reason.WRONG_TYPE, field, "put one usage record as JSON into the event")));
    }
}
