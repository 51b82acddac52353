// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.intake;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stillwatch.auditor.intake.Decoding.Reason;
import dev.stillwatch.auditor.intake.Decoding.Rejected;
import dev.stillwatch.policies.exchange.Field;
import dev.stillwatch.policies.exchange.FieldSet;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Azure OpenAI's RequestResponse category. It has neither tokens nor text. The caller is the Entra object id where the
 * log has one. {@code properties} come as an object or as JSON text; a negative duration is absent, and the time between
 * request and response (.NET ticks) is taken in its place.
 */
final class AzureOpenAiDecoder implements Decoder {
    static final String FORMAT = "azure-openai";

    @Override
    public String format() {
        return FORMAT;
    }

    @Override
    public boolean recognises(JsonNode root) {
        return root.path("category").asText().equals("RequestResponse")
                || (root.has("operationName")
                        && root.has("properties")
                        && root.has("callerIpAddress")
                        && !AzureApimDecoder.isGatewayLog(root));
    }

    @Override
    public Decoding decode(JsonNode root, SourceMap sources) {
        if (root.has("category") && !root.path("category").asText().equals("RequestResponse")) {
            return new Rejected(Reason.NOT_USAGE, "category", "send the category RequestResponse only");
        }
        FieldReader in = FieldReader.of(root, Dialect.NUMBERS_AS_TEXT);
        FieldReader properties = in.embedded("properties");
        return new Draft(in)
                .time(in.time("time"))
                .mapped(sources, FORMAT, root)
                .account(properties.text("objectId"))
                .text(Field.ID, in.text("correlationId"))
                .text(Field.NETWORK, in.text("callerIpAddress"))
                .text(Field.ENDPOINT, Endpoint.of(in.text("operationName")))
                .text(Field.MODEL, properties.text("modelName"))
                .text(Field.MODEL, properties.text("modelDeploymentName"))
                .flag(Field.STREAM, properties.text("streamType").map(type -> !type.equals("Non-Streaming")))
                .count(Field.STATUS, status(in.text("resultSignature")))
                .count(Field.LATENCY, in.countIfSane("durationMs"))
                .count(Field.LATENCY, elapsed(properties))
                .finish(FORMAT);
    }

    @Override
    public FieldSet covers() {
        return FieldSet.of(
                Field.ID, Field.NETWORK, Field.ENDPOINT, Field.MODEL, Field.STREAM, Field.STATUS, Field.LATENCY);
    }

    private static OptionalLong status(Optional<String> signature) {
        return signature
                .filter(text -> text.matches("[1-5]\\d\\d"))
                .map(Long::parseLong)
                .map(OptionalLong::of)
                .orElse(OptionalLong.empty());
    }

    private static OptionalLong elapsed(FieldReader properties) {
        FieldReader ticks = properties.forgiving();
        var from = ticks.time("requestTime", EventTime.Unit.DOTNET_TICKS);
        var to = ticks.time("responseTime", EventTime.Unit.DOTNET_TICKS);
        return from.isPresent() && to.isPresent() && !to.get().isBefore(from.get())
                ? OptionalLong.of(to.get().toEpochMilli() - from.get().toEpochMilli())
                : OptionalLong.empty();
    }
}
