// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.intake;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stillwatch.auditor.intake.Decoding.Reason;
import java.util.Optional;
import java.util.Set;

/**
 * Messages in the shapes that chat APIs share: {@code [{"role","content"}]} with content as text or as a list of parts
 * ({@code text}, {@code content}, {@code parts[]}). Parts that are no text (images, tool calls) are passed over.
 */
final class Conversation {
    /** Where LiteLLM puts the thoughts of Anthropic's models, beside a message's content. */
    static final String THOUGHTS = "thinking_blocks";

    private static final String TOOL = "tool";
    private static final Set<String> SPEECH = Set.of("message", "text", "input_text");
    private static final Set<String> RESULTS = Set.of("tool_result", "tool_call_response");
    /** A part whose content is bytes in base64. */
    private static final String BLOB = "blob";

    private Conversation() {}

    /** Adds the messages of a field to a draft; system and developer messages become its system text. */
    static void read(FieldReader request, String name, Draft draft) {
        JsonNode messages = unfolded(request.raw(name));
        if (messages.isTextual()) {
            draft.message("user", messages.textValue());
        } else if (messages.isArray()) {
            for (JsonNode message : messages) {
                add(request, name, message, draft);
            }
        } else if (!messages.isMissingNode()) {
            request.fault(Reason.WRONG_TYPE, name, "write it as an array of messages");
        }
    }

    /** The text of a content: a text, a part, or a list of either. */
    static String textOf(JsonNode content) {
        if (content.isTextual()) {
            return content.textValue();
        }
        StringBuilder text = new StringBuilder();
        collect(content, text);
        return text.toString();
    }

    /** The last signature among the parts of a content: the opaque token of a reasoning trace. */
    static Optional<String> signatureOf(JsonNode content) {
        Optional<String> last = Optional.empty();
        if (content.isArray()) {
            for (JsonNode part : content) {
                JsonNode signature = part.path("signature");
                if (!signature.isTextual()) {
                    signature = part.at("/reasoningContent/reasoningText/signature");
                }
                if (signature.isTextual() && !signature.textValue().isEmpty()) {
                    last = Optional.of(signature.textValue());
                }
            }
        }
        return last;
    }

    /** The messages in a value that holds them as text; otherwise the value: what is said may look like JSON as well. */
    static JsonNode unfolded(JsonNode value) {
        JsonNode messages = JsonText.unfold(value);
        return messages.path(0).has("role") ? messages : value;
    }

    private static void add(FieldReader request, String name, JsonNode message, Draft draft) {
        if (message.isTextual()) {
            draft.message("user", message.textValue());
            return;
        }
        if (isStep(message)) {
            draft.message(TOOL, textOf(message.path("output")));
            return;
        }
        JsonNode content = contentOf(message);
        if (!message.isObject() || content.isNumber() || content.isBoolean()) {
            request.fault(Reason.WRONG_TYPE, name + "[].content", "write it as text or as a list of parts");
            return;
        }
        String role = message.path("role").asText("user");
        String text = textOf(content);
        if (role.equals("system") || role.equals("developer")) {
            draft.system(text);
            return;
        }
        Optional<String> result = resultIn(content);
        result.ifPresent(answer -> draft.message(TOOL, answer));
        if (result.isEmpty() || !text.isEmpty()) {
            draft.message(role, text);
        }
        draft.replayedTrace(signatureOf(content)).replayedTrace(signatureOf(message.path(THOUGHTS)));
    }

    /** Whether an item of the Responses API is no message: a call of a tool, its result, or a thought. */
    private static boolean isStep(JsonNode item) {
        return item.path("type").isTextual()
                && !item.has("role")
                && !SPEECH.contains(item.path("type").textValue());
    }

    private static JsonNode contentOf(JsonNode message) {
        if (message.has("content")) {
            return message.path("content");
        }
        // A part may stand alone, without a message around it.
        return message.has("parts") || message.has("role") ? message.path("parts") : message;
    }

    /** What tools answered, where a message hands it in: some APIs have the user do so. Empty when it does not. */
    private static Optional<String> resultIn(JsonNode content) {
        boolean found = false;
        StringBuilder result = new StringBuilder();
        if (content.isArray()) {
            for (JsonNode part : content) {
                if (isResult(part)) {
                    found = true;
                    JsonNode answer = part.has("toolResult") ? part.path("toolResult") : part;
                    collect(answer.path(answer.has("content") ? "content" : "response"), result);
                }
            }
        }
        return found ? Optional.of(result.toString()) : Optional.empty();
    }

    private static boolean isResult(JsonNode part) {
        return RESULTS.contains(part.path("type").asText())
                || part.has("toolResult")
                || part.has("functionResponse")
                || part.has("function_response");
    }

    private static void collect(JsonNode content, StringBuilder text) {
        if (content.isTextual()) {
            if (text.length() > 0) {
                text.append('\n');
            }
            text.append(content.textValue());
        } else if (content.isArray()) {
            for (JsonNode part : content) {
                collect(part, text);
            }
        } else if (content.has("guardContent")) {
            // What Bedrock's guardrail is to look at, and the model as well.
            collect(content.path("guardContent").path("text"), text);
        } else if (content.isObject()
                && !isResult(content)
                && !content.path("type").asText().equals(BLOB)) {
            // Text stands in one of three places; a part that is not text has none of them as text.
            for (String place : new String[] {"text", "content", "parts"}) {
                JsonNode inner = content.path(place);
                if (inner.isTextual() || inner.isArray()) {
                    collect(inner, text);
                    return;
                }
            }
        }
    }
}
