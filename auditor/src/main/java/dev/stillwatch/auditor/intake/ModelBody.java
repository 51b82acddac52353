// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.List;

/**
 * Requests and answers that a gateway logs as they passed. One gateway fronts several APIs, and a log seldom says which
 * one a body is of: the bodies of OpenAI, Anthropic and Gemini have different fields, so each is read for its own.
 */
final class ModelBody {
    private static final String DATA = "data:";

    private ModelBody() {}

    /** Reads a request, text and parameters. */
    static void request(FieldReader body, Draft draft) {
        OpenAiBody.request(body, draft);
        AnthropicBody.request(body, draft);
        GeminiBody.request(body, draft);
    }

    /** Reads a whole answer. */
    static void response(FieldReader body, Draft draft) {
        OpenAiBody.response(body, draft);
        AnthropicBody.response(body, draft);
        GeminiBody.response(body, draft);
    }

    /** Reads the body of an answer as logged: JSON, JSON text, server-sent events, or the list of a stream's pieces. */
    static void logged(FieldReader in, String name, Draft draft) {
        JsonNode body = JsonText.unfold(in.raw(name));
        if (body.isTextual()) {
            events(body.textValue(), in, name, draft);
        } else if (body.isArray()) {
            body.forEach(piece -> piece(piece, draft));
            for (int i = body.size() - 1; i >= 0; i--) {
                counts(in.over(body.path(i), name), draft);
            }
        } else {
            response(in.over(body.isObject() ? body : MissingNode.getInstance(), name), draft);
        }
    }

    /** One event's tree at a time: a whole stream's would take many times the room of its text. */
    private static void events(String text, FieldReader in, String name, Draft draft) {
        List<String> lines = text.lines().filter(line -> line.startsWith(DATA)).toList();
        lines.forEach(line -> piece(tree(line), draft));
        for (int i = lines.size() - 1; i >= 0; i--) {
            if (lines.get(i).contains("usage")) {
                counts(in.over(tree(lines.get(i)), name), draft);
            }
        }
    }

    private static JsonNode tree(String line) {
        return JsonText.unfold(JsonText.of(line.substring(DATA.length())));
    }

    private static void piece(JsonNode piece, Draft draft) {
        OpenAiBody.piece(piece, draft);
        AnthropicBody.piece(piece, draft);
        GeminiBody.piece(piece, draft);
    }

    /** The token counts of a piece, the last piece first: some APIs count on from piece to piece. */
    private static void counts(FieldReader piece, Draft draft) {
        OpenAiBody.usage(piece.maybe("usage"), draft);
        OpenAiBody.usage(piece.maybe("message").maybe("usage"), draft);
        OpenAiBody.usage(piece.maybe("response").maybe("usage"), draft);
        GeminiBody.usage(piece, draft);
    }
}
