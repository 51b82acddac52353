// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.intake;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stillwatch.auditor.intake.Decoding.Reason;
import dev.stillwatch.auditor.intake.Decoding.Rejected;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

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

    /** Opens a delivery and shows what is in it, one after the other, at least one record or problem; a bare record is its own. */
    static void open(JsonNode root, Consumer<Envelope> records) {
        new Opening(records).open(root, Optional.empty(), DEEPEST);
    }

    /** A delivery while it is opened. Of records that stand there as text one tree is held at a time: together they may be large. */
    private static final class Opening {
        private final Consumer<Envelope> records;
        private int opened;

        Opening(Consumer<Envelope> records) {
            this.records = records;
        }

        private void open(JsonNode folded, Optional<String> id, int depth) {
            JsonNode root = JsonText.unfold(folded);
            if (depth > 0 && root.isArray()) {
                all(root, depth);
            } else if (depth > 0 && root.path("records").isArray() && root.size() == 1) {
                all(root.path("records"), depth);
            } else if (depth > 0
                    && root.path("messageType").isTextual()
                    && root.path("logEvents").isArray()) {
                all(messages(root), depth);
            } else if (depth > 0 && root.isObject()) {
                one(root, id, depth);
            } else {
                show(new Envelope(root, id, Optional.empty()));
            }
        }

        private void all(Iterable<JsonNode> members, int depth) {
            int before = opened;
            for (JsonNode member : members) {
                if (opened > Batch.MOST) {
                    return;
                }
                open(member, Optional.empty(), depth - 1);
            }
            if (opened == before) {
                show(refused(Reason.NOT_USAGE, "", "send no empty batches"));
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

        private void one(JsonNode root, Optional<String> id, int depth) {
            JsonNode message = root.path("message");
            // Beats say under "log" which file the message is of.
            JsonNode line = root.path("log").isTextual() ? root.path("log") : message;
            if (root.path("specversion").isTextual() && root.has("type") && root.has("source")) {
                // Source and id together are unique (CloudEvents 1.0, required attributes).
                Optional<String> own =
                        text(root, "id").map(event -> root.path("source").asText() + "/" + event);
                if (root.path("data_base64").isTextual()) {
                    bytes(root.path("data_base64"), "data_base64", own, depth);
                } else {
                    data(JsonText.unfold(root.path("data")), "data", own, depth);
                }
            } else if (message.path("data").isTextual()
                    && message.path("messageId").isTextual()) {
                bytes(message.path("data"), "message.data", text(message, "messageId"), depth);
            } else if (root.path("logName").isTextual()
                    && root.path("jsonPayload").isObject()) {
                open(root.path("jsonPayload"), text(root, "insertId"), depth - 1);
            } else if (root.path("logName").isTextual() && isObjectAsText(root.path("textPayload"))) {
                line(root.path("textPayload"), text(root, "insertId"), depth);
            } else if (isObjectAsText(line)
                    && (root.path("log").isTextual() || root.has("@timestamp") || root.has("timestamp"))) {
                line(line, Optional.empty(), depth);
            } else {
                show(new Envelope(root, id, Optional.empty()));
            }
        }

        private void bytes(JsonNode base64, String field, Optional<String> id, int depth) {
            byte[] raw;
            try {
                raw = base64.binaryValue();
            } catch (IOException e) {
                show(refused(Reason.WRONG_TYPE, field, "put usage records as JSON into the event, in base64"));
                return;
            }
            if (!Utf8.isValid(raw)) {
                show(refused(Reason.INVALID_UTF8, field, "write records in UTF-8"));
                return;
            }
            JsonText.Parsed parsed = JsonText.parse(raw);
            if (parsed.problem().isPresent()) {
                show(new Envelope(parsed.tree(), id, parsed.problem()));
            } else {
                data(parsed.tree(), field, id, depth);
            }
        }

        private void data(JsonNode tree, String field, Optional<String> id, int depth) {
            if (tree.isObject() || tree.isArray() && tree.size() > 0) {
                open(tree, id, depth - 1);
            } else {
                show(refused(Reason.WRONG_TYPE, field, "put usage records as JSON into the event"));
            }
        }

        private void line(JsonNode text, Optional<String> id, int depth) {
            JsonNode tree = JsonText.unfold(text);
            if (tree.isObject()) {
                open(tree, id, depth - 1);
            } else {
                show(
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

        private void show(Envelope envelope) {
            opened++;
            records.accept(envelope);
        }
    }
}
