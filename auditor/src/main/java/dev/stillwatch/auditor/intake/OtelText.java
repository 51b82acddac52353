// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stillwatch.policies.exchange.Field;
import java.util.ArrayList;
import java.util.List;

/**
 * What was asked and answered, which each version of the conventions puts elsewhere: one attribute of the span or of
 * one of its events, numbered attributes, attributes of an SDK's own, or one event a message. The first place that has
 * it is read, for instrumentations write several at once.
 */
final class OtelText {
    private static final String PROMPT = "gen_ai.prompt";
    private static final String COMPLETION = "gen_ai.completion";

    private final FieldReader in;
    private final Draft draft;
    private final List<JsonNode> holders = new ArrayList<>();
    private final ArrayNode told = JsonNodeFactory.instance.arrayNode();
    private final List<JsonNode> choices = new ArrayList<>();

    private OtelText(FieldReader in, JsonNode events, Draft draft) {
        this.in = in;
        this.draft = draft;
        holders.add(in.node());
        for (JsonNode event : events) {
            JsonNode written = OtelAttributes.of(event);
            JsonNode content = JsonText.unfold(written.path("gen_ai.event.content"));
            // Azure's SDKs write the fields of an event as one attribute.
            JsonNode attributes = content.isObject() ? content : written;
            String name = event.path("name").asText();
            if (name.equals("gen_ai.choice")) {
                choices.add(attributes);
            } else if (name.startsWith("gen_ai.") && name.endsWith(".message")) {
                String role = name.substring("gen_ai.".length(), name.length() - ".message".length());
                told.add(message(role, attributes.path("content")));
            } else {
                holders.add(attributes);
            }
        }
    }

    /**
     * Reads the text of a call.
     *
     * @param in the call's attributes
     * @param events the events of its span
     */
    static void read(FieldReader in, JsonNode events, Draft draft) {
        OtelText text = new OtelText(in, events, draft);
        text.asked();
        text.answered();
    }

    private void asked() {
        for (JsonNode holder : holders) {
            FieldReader attributes = in.over(holder, "attributes").forgiving();
            if (!draft.has(Field.SYSTEM_TEXT)) {
                draft.system(words(attributes.raw("gen_ai.system_instructions")));
            }
            for (String name : List.of("gen_ai.input.messages", PROMPT, "ai.prompt.messages")) {
                if (!draft.has(Field.PROMPT_TEXT)) {
                    Conversation.read(attributes, name, draft);
                }
            }
        }
        for (ArrayNode messages : List.of(numbered(PROMPT), told)) {
            if (!draft.has(Field.PROMPT_TEXT)) {
                ObjectNode request = JsonNodeFactory.instance.objectNode().set("messages", messages);
                Conversation.read(in.over(request, PROMPT).forgiving(), "messages", draft);
            }
        }
    }

    private void answered() {
        for (JsonNode holder : holders) {
            for (String name : List.of("gen_ai.output.messages", COMPLETION, "ai.response.text")) {
                answers(Conversation.unfolded(holder.path(name)));
            }
        }
        answers(numbered(COMPLETION));
        ArrayNode messages = JsonNodeFactory.instance.arrayNode();
        for (JsonNode choice : choices) {
            draft.text(Field.FINISH_REASON, FieldReader.textAt(choice, "finish_reason"));
            messages.add(message("assistant", choice.path(choice.has("message") ? "message" : "content")));
        }
        answers(messages);
    }

    private void answers(JsonNode answers) {
        if (draft.has(Field.OUTPUT_TEXT)) {
            return;
        }
        if (answers.isArray()) {
            for (JsonNode answer : answers) {
                draft.text(Field.FINISH_REASON, FieldReader.textAt(answer, "finish_reason"))
                        .output(Conversation.textOf(answer));
            }
        } else {
            draft.output(Conversation.textOf(answers));
        }
    }

    /** The messages of {@code prefix.0.role}, {@code prefix.0.content} and so on. */
    private ArrayNode numbered(String prefix) {
        ArrayNode messages = JsonNodeFactory.instance.arrayNode();
        for (int i = 0; ; i++) {
            String at = prefix + "." + i + ".";
            if (!in.has(at + "role") && !in.has(at + "content")) {
                return messages;
            }
            ObjectNode message = message(in.raw(at + "role").asText("user"), in.raw(at + "content"));
            FieldReader.textAt(in.node(), at + "finish_reason").ifPresent(why -> message.put("finish_reason", why));
            messages.add(message);
        }
    }

    private static ObjectNode message(String role, JsonNode content) {
        return JsonNodeFactory.instance.objectNode().put("role", role).put("content", words(content));
    }

    /** What a value says: the text of its parts where it is JSON text of parts, otherwise the text that it is. */
    private static String words(JsonNode value) {
        String parts = Conversation.textOf(JsonText.unfold(value));
        return parts.isEmpty() ? value.asText() : parts;
    }
}
