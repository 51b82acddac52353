// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.intake;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stillwatch.auditor.intake.Decoding.Reason;
import java.util.Optional;

/**
 * Messages in the shapes that chat APIs share: {@code [{"role","content"}]} with content as text or as a list of parts
 * ({@code text}, {@code content}, {@code parts[]}). Parts that are no text (images, tool calls) are passed over.
 */
final class Conversation {
    private Conversation() {}

    /** Adds the messages of a field to a draft; system and developer messages become its system text. */
    static void read(FieldReader request, String name, Draft draft) {
        JsonNode messages = JsonText.unfold(request.raw(name));
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

    private static void add(FieldReader request, String name, JsonNode message, Draft draft) {
        if (message.isTextual()) {
            draft.message("user", message.textValue());
            return;
        }
        JsonNode content = message.has("content") ? message.path("content") : message.path("parts");
        if (!message.isObject() || content.isNumber() || content.isBoolean()) {
            request.fault(Reason.WRONG_TYPE, name + "[].content", "write it as text or as a list of parts");
            return;
        }
        String role = message.path("role").asText("user");
        if (role.equals("system") || role.equals("developer")) {
            draft.system(textOf(content));
        } else {
            draft.message(role, textOf(content));
            draft.replayedTrace(signatureOf(content));
        }
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
        } else if (content.isObject()) {
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
