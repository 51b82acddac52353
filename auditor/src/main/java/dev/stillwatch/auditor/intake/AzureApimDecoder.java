// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.stillwatch.auditor.intake.Decoding.Reason;
import dev.stillwatch.auditor.intake.Decoding.Rejected;
import dev.stillwatch.policies.exchange.Field;
import dev.stillwatch.policies.exchange.FieldSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Azure API Management: the gateway's log of a request (part 0: who, status, bodies where logging is on) and the language
 * model log's one or more records of it (part 1 + sequence number: tokens, messages), joined by their correlation id.
 * Long messages are split among the latter; a piece that is no whole JSON is read as text.
 */
final class AzureApimDecoder implements Decoder {
    static final String FORMAT = "azure-apim";

    /** The gateway's own log, the only one that says who asked. */
    static final int GATEWAY_PART = 0;

    private static final Set<String> GATEWAY = Set.of("GatewayLogs", "ApiManagementGatewayLogs");
    private static final Set<String> MODEL = Set.of("GatewayLlmLogs", "ApiManagementGatewayLlmLog");
    private static final List<String> PATHS = List.of(
            "/openai/", "/completions", "/responses", "/messages", "/embeddings", "enerateContent", "/converse");

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
                || GATEWAY.contains(root.path("Type").asText())
                || root.path("properties").has("apimSubscriptionId")
                || root.path("properties").has("backendResponseCode");
    }

    @Override
    public Decoding decode(JsonNode root, SourceMap sources) {
        FieldReader in = FieldReader.of(root, Dialect.NUMBERS_AS_TEXT);
        FieldReader inner = in.has("properties") ? in.embedded("properties") : in;
        Draft draft = new Draft(in).mapped(sources, FORMAT, root);
        draft.time(in.time("time")).time(in.time("TimeGenerated"));
        Optional<String> correlation = in.text(spelled(in, "CorrelationId"));
        if (isModelLog(root)) {
            modelLog(inner, correlation.or(() -> inner.text(spelled(inner, "CorrelationId"))), draft);
        } else if (isInference(inner)) {
            gatewayLog(in, inner, correlation, draft);
        } else {
            return new Rejected(Reason.NOT_USAGE, "properties.url", "send only the logs of language model APIs");
        }
        return draft.finish(FORMAT);
    }

    @Override
    public FieldSet covers() {
        return OpenAiBody.COVERS.union(FieldSet.of(
                Field.ID, Field.CREDENTIAL, Field.NETWORK, Field.ENDPOINT, Field.MODEL, Field.STATUS, Field.LATENCY));
    }

    private static boolean isModelLog(JsonNode root) {
        return MODEL.contains(root.path("category").asText())
                || (root.has("CorrelationId")
                        && (root.has("PromptTokens") || root.has("SequenceNumber") || root.has("RequestMessages")));
    }

    /** The gateway logs every API; a body that was not logged leaves only the address to tell. */
    private static boolean isInference(FieldReader log) {
        String url = log.raw(spelled(log, "Url")).asText();
        FieldReader body = log.embedded(body(log, "RequestBody"));
        return url.isEmpty()
                || PATHS.stream().anyMatch(url::contains)
                || body.has("messages")
                || body.has("prompt")
                || body.has("contents");
    }

    private static void gatewayLog(FieldReader in, FieldReader log, Optional<String> correlation, Draft draft) {
        Optional<String> subscription = log.text(spelled(log, "ApimSubscriptionId"));
        draft.account(subscription)
                .part(correlation, GATEWAY_PART)
                .text(Field.ID, correlation)
                .text(Field.CREDENTIAL, subscription)
                .text(Field.NETWORK, in.text(spelled(in, "CallerIpAddress")))
                .text(Field.ENDPOINT, Endpoint.of(log.text(spelled(log, "OperationId"))))
                .count(Field.STATUS, log.count(spelled(log, "ResponseCode")))
                .count(Field.LATENCY, in.countIfSane("durationMs"))
                .count(Field.LATENCY, in.countIfSane("TotalTime"));
        ModelBody.request(log.embedded(body(log, "RequestBody")), draft);
        ModelBody.logged(log, body(log, "ResponseBody"), draft);
    }

    private static void modelLog(FieldReader log, Optional<String> correlation, Draft draft) {
        int sequence = (int) Math.min(
                Short.MAX_VALUE, log.count(spelled(log, "SequenceNumber")).orElse(0));
        draft.part(correlation, 1 + sequence)
                .text(Field.ID, correlation)
                .text(Field.MODEL, log.text(spelled(log, "ModelName")))
                .text(Field.MODEL, log.text(spelled(log, "DeploymentName")))
                .text(Field.ENDPOINT, Endpoint.of(log.text("OperationName")))
                .flag(Field.STREAM, log.flag(spelled(log, "IsStreamCompletion")));
        // Of a request's records one has its counts; the others and those of probes say 0.
        if (log.count(spelled(log, "TotalTokens")).orElse(1) > 0) {
            draft.count(Field.INPUT_TOKENS, log.count(spelled(log, "PromptTokens")))
                    .count(Field.CACHED_TOKENS, log.count(spelled(log, "PromptCachedTokens")))
                    .count(Field.OUTPUT_TOKENS, log.count(spelled(log, "CompletionTokens")));
        }
        FieldReader text = log.forgiving();
        Conversation.read(text, spelled(log, "RequestMessages"), draft);
        JsonNode answer = text.raw(spelled(log, "ResponseMessages"));
        draft.output(Conversation.textOf(isPiece(answer) ? answer : JsonText.unfold(answer)));
    }

    /** Where a body stands: bodies are logged at the side of the caller, of the model, or of both. */
    private static String body(FieldReader log, String name) {
        String caller = spelled(log, name);
        JsonNode body = log.raw(caller);
        return body.isContainerNode() || !body.asText().isEmpty() ? caller : spelled(log, "Backend" + name);
    }

    /** A field's name as this log spells it: Log Analytics exports it with a capital, diagnostic settings without. */
    private static String spelled(FieldReader log, String name) {
        return log.has(name) ? name : Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }

    /** Whether the value is a text that begins like JSON but is cut. */
    private static boolean isPiece(JsonNode value) {
        return value.isTextual() && JsonText.unfold(value) instanceof MissingNode;
    }
}
