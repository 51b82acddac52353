// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.intake;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stillwatch.policies.exchange.Field;
import java.util.Optional;

/** What Anthropic's messages have beside OpenAI's fields. Its thoughts are no part of the answer's text. */
final class AnthropicBody {
    private AnthropicBody() {}

    static void request(FieldReader body, Draft draft) {
        FieldReader in = body.forgiving();
        draft.system(Conversation.textOf(in.raw("system")));
        thinking(in.raw("thinking"), draft);
    }

    static void thinking(JsonNode thinking, Draft draft) {
        if (thinking.isObject()) {
            draft.flag(
                    Field.REASONING_EFFORT,
                    Optional.of(!thinking.path("type").asText().equals("disabled")));
        }
    }

    static void response(FieldReader body, Draft draft) {
        draft.output(Conversation.textOf(body.raw("content")))
                .issuedTrace(Conversation.signatureOf(body.raw("content")))
                .text(Field.FINISH_REASON, FieldReader.textAt(body.node(), "stop_reason"));
    }

    static void piece(JsonNode piece, Draft draft) {
        JsonNode delta = piece.path("delta");
        draft.outputPiece(FieldReader.textAt(delta, "text").orElse(""))
                .issuedTrace(FieldReader.textAt(delta, "signature"))
                .text(Field.FINISH_REASON, FieldReader.textAt(delta, "stop_reason"));
    }
}
