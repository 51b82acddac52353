// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.stillwatch.auditor.intake.Decoding.Reason;
import dev.stillwatch.auditor.intake.Decoding.Rejected;
import dev.stillwatch.policies.exchange.Field;
import dev.stillwatch.policies.exchange.FieldSet;
import java.util.Set;

/**
 * Azure API Management: the gateway's log of a request (part 0: who, status, bodies where logging is on) and the language
 * model log's one or more records of it (part 1 + sequence number: tokens, messages), joined by their correlation id.
 * Long messages are split among the latter; a piece that is no whole JSON is read as text.
 */
final class AzureApimDecoder implements Decoder {
    static final String FORMAT = "azure-apim";

    private static final Set<String> GATEWAY = Set.of("GatewayLogs", "ApiManagementGatewayLogs");

    @Override
    public String format() {
        return FORMAT;
    }

    @Override
    public boolean recognises(JsonNode root) {
        return isGatewayLog(root) || isModelLog(root);
    }

    /** Whether the record is the gateway's own. */
    static boolean isGatewayLog(JsonNode root) {
        return GATEWAY.contains(root.path("category").asText())
                || root.path("properties").has("apimSubscriptionId")
                || root.path("properties").has("backendResponseCode");
    }

    @Override
    public Decoding decode(JsonNode root, SourceMap sources) {
        FieldReader in = FieldReader.of(root, Dialect.NUMBERS_AS_TEXT);
        Draft draft = new Draft(in).mapped(sources, FORMAT, root);
        if (isModelLog(root)) {
            modelLog(in, draft);
        } else {
            FieldReader properties = in.embedded("properties");
            if (!isInference(properties)) {
                return new Rejected(Reason.NOT_USAGE, "properties.url", "send only the logs of language model APIs");
            }
            gatewayLog(in, properties, draft);
        }
        return draft.finish(FORMAT);
    }

    @Override
    public FieldSet covers() {
        return OpenAiBody.COVERS.union(FieldSet.of(
                Field.ID, Field.CREDENTIAL, Field.NETWORK, Field.ENDPOINT, Field.MODEL, Field.STATUS, Field.LATENCY));
    }

    private static boolean isModelLog(JsonNode root) {
        return root.has("CorrelationId")
                && (root.has("PromptTokens") || root.has("SequenceNumber") || root.has("RequestMessages"));
    }

    /** The gateway logs every API; a body that was not logged leaves only the address to tell. */
    private static boolean isInference(FieldReader properties) {
        String url = properties.raw("url").asText();
        FieldReader body = properties.embedded("requestBody");
        return url.isEmpty()
                || url.contains("/openai/")
                || url.contains("/completions")
                || url.contains("/responses")
                || url.contains("/messages")
                || url.contains("/embeddings")
                || body.has("messages")
                || body.has("prompt");
    }

    private static void gatewayLog(FieldReader in, FieldReader properties, Draft draft) {
        draft.time(in.time("time"))
                .account(properties.text("apimSubscriptionId"))
                .part(in.text("correlationId"), 0)
                .text(Field.ID, in.text("correlationId"))
                .text(Field.CREDENTIAL, properties.text("apimSubscriptionId"))
                .text(Field.NETWORK, in.text("callerIpAddress"))
                .text(Field.ENDPOINT, Endpoint.of(properties.text("operationId")))
                .count(Field.STATUS, properties.count("responseCode"))
                .count(Field.LATENCY, in.countIfSane("durationMs"));
        ModelBody.request(properties.embedded("requestBody"), draft);
        ModelBody.logged(properties, "responseBody", draft);
    }

    private static void modelLog(FieldReader in, Draft draft) {
        int sequence =
                (int) Math.min(Short.MAX_VALUE, in.count("SequenceNumber").orElse(0));
        draft.time(in.time("TimeGenerated"))
                .part(in.text("CorrelationId"), 1 + sequence)
                .text(Field.ID, in.text("CorrelationId"))
                .text(Field.MODEL, in.text("ModelName"))
                .text(Field.MODEL, in.text("DeploymentName"))
                .text(Field.ENDPOINT, Endpoint.of(in.text("OperationName")))
                .flag(Field.STREAM, in.flag("IsStreamCompletion"))
                .count(Field.INPUT_TOKENS, in.count("PromptTokens"))
                .count(Field.OUTPUT_TOKENS, in.count("CompletionTokens"));
        FieldReader text = in.forgiving();
        if (isPiece(text.raw("RequestMessages"))) {
            draft.message("user", text.raw("RequestMessages").textValue());
        } else {
            Conversation.read(text, "RequestMessages", draft);
        }
        JsonNode answer = text.raw("ResponseMessages");
        draft.output(Conversation.textOf(isPiece(answer) ? answer : JsonText.unfold(answer)));
    }

    /** Whether the value is a text that begins like JSON but is cut. */
    private static boolean isPiece(JsonNode value) {
        return value.isTextual() && JsonText.unfold(value) instanceof MissingNode;
    }
}
