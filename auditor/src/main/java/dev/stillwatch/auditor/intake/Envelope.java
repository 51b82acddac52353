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
 * One record out of what it was delivered in: a structured CloudEvent (CloudEvents 1.0, JSON format), a JSON array, the
 * {@code {"records":[…]}} of Azure's diagnostic settings, what a subscription to a log group of CloudWatch delivers, a
 * message of Pub/Sub, an entry of Cloud Logging, a line that a log shipper wrapped ({@code log} of Docker's and Fluent
 * Bit's records, {@code message} beside a timestamp of Beats', Logstash's and Vector's), or one of them in another.
 *
 * @param record the record
 * @param id the delivery's own id, when it holds this record alone: for records without one
 * @param problem why there is no record
 */
record Envelope(JsonNode record, Optional<String> id, Optional<Rejected> problem) {
    /** Most deliveries in each other; what is wrapped in more is taken for a record. */
    private static final int DEEPEST = 4;

    /** Opens a delivery, at least one record or problem; a bare record is its own. */
    static List<Envelope> open(JsonNode root) {
        List<Envelope> opened = new ArrayList<>();
        open(root, Optional.empty(), DEEPEST, opened);
        return opened;
    }

    private static void open(JsonNode folded, Optional<String> id, int depth, List<Envelope> opened) {
        JsonNode root = JsonText.unfold(folded);
        if (depth > 0 && root.isArray()) {
            all(root, depth, opened);
        } else if (depth > 0 && root.path("records").isArray() && root.size() == 1) {
            all(root.path("records"), depth, opened);
        } else if (depth > 0
                && root.path("messageType").isTextual()
                && root.path("logEvents").isArray()) {
            all(messages(root), depth, opened);
        } else if (depth > 0 && root.isObject()) {
            one(root, id, depth, opened);
        } else {
            opened.add(new Envelope(root, id, Optional.empty()));
        }
    }

    private static void all(Iterable<JsonNode> members, int depth, List<Envelope> opened) {
        int before = opened.size();
        for (JsonNode member : members) {
            if (opened.size() > Batch.MOST) {
                return;
            }
            open(member, Optional.empty(), depth - 1, opened);
        }
        if (opened.size() == before) {
            opened.add(refused(Reason.NOT_USAGE, "", "send no empty batches"));
        }
    }

    /** Its messages stay texts until their turn comes. Its control messages ask whether the destination is there. */
    private static List<JsonNode> messages(JsonNode delivery) {
        List<JsonNode> messages = new ArrayList<>();
        if (delivery.path("messageType").asText().equals("DATA_MESSAGE")) {
            delivery.path("logEvents").forEach(event -> messages.add(event.path("message")));
        }
        return messages;
    }

    private static void one(JsonNode root, Optional<String> id, int depth, List<Envelope> opened) {
        JsonNode message = root.path("message");
        // Beats say under "log" which file the message is of.
        JsonNode line = root.path("log").isTextual() ? root.path("log") : message;
        if (root.path("specversion").isTextual() && root.has("type") && root.has("source")) {
            // Source and id together are unique (CloudEvents 1.0, required attributes).
            Optional<String> own =
                    text(root, "id").map(event -> root.path("source").asText() + "/" + event);
            if (root.path("data_base64").isTextual()) {
                bytes(root.path("data_base64"), "data_base64", own, depth, opened);
            } else {
                data(JsonText.unfold(root.path("data")), "data", own, depth, opened);
            }
        } else if (message.path("data").isTextual() && message.path("messageId").isTextual()) {
            bytes(message.path("data"), "message.data", text(message, "messageId"), depth, opened);
        } else if (root.path("logName").isTextual() && root.path("jsonPayload").isObject()) {
            open(root.path("jsonPayload"), text(root, "insertId"), depth - 1, opened);
        } else if (root.path("logName").isTextual() && isObjectAsText(root.path("textPayload"))) {
            line(root.path("textPayload"), text(root, "insertId"), depth, opened);
        } else if (isObjectAsText(line)
                && (root.path("log").isTextual() || root.has("@timestamp") || root.has("timestamp"))) {
            line(line, Optional.empty(), depth, opened);
        } else {
            opened.add(new Envelope(root, id, Optional.empty()));
        }
    }

    private static void bytes(JsonNode base64, String field, Optional<String> id, int depth, List<Envelope> opened) {
        byte[] raw;
        try {
            raw = base64.binaryValue();
        } catch (IOException e) {
            opened.add(refused(Reason.WRONG_TYPE, field, "put usage records as JSON into the event, in base64"));
            return;
        }
        if (!Utf8.isValid(raw)) {
            opened.add(refused(Reason.INVALID_UTF8, field, "write records in UTF-8"));
            return;
        }
        JsonText.Parsed parsed = JsonText.parse(raw);
        if (parsed.problem().isPresent()) {
            opened.add(new Envelope(parsed.tree(), id, parsed.problem()));
        } else {
            data(parsed.tree(), field, id, depth, opened);
        }
    }

    private static void data(JsonNode tree, String field, Optional<String> id, int depth, List<Envelope> opened) {
        if (tree.isObject() || tree.isArray() && tree.size() > 0) {
            open(tree, id, depth - 1, opened);
        } else {
            opened.add(refused(Reason.WRONG_TYPE, field, "put usage records as JSON into the event"));
        }
    }

    private static void line(JsonNode text, Optional<String> id, int depth, List<Envelope> opened) {
        JsonNode tree = JsonText.unfold(text);
        if (tree.isObject()) {
            open(tree, id, depth - 1, opened);
        } else {
            opened.add(
                    refused(
                            Reason.MALFORMED_JSON,
                            "",
                            "let the log shipper join the parts of long lines: a container runtime cuts them, Docker at 16 KB"));
        }
    }

    private static boolean isObjectAsText(JsonNode value) {
        return value.isTextual() && value.textValue().stripLeading().startsWith("{");
    }

    private static Optional<String> text(JsonNode root, String field) {
        return Optional.of(root.path(field).asText()).filter(text -> !text.isEmpty());
    }

    private static Envelope refused(Reason reason, String field, String remedy) {
        return new Envelope(JsonText.of(""), Optional.empty(), Optional.of(new Rejected(reason, field, remedy)));
    }
}
