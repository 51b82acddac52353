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
 * AWS Bedrock's ModelInvocationLog. The caller is the identity's ARN, of an assumed role without the session name,
 * which the one who assumes it chooses freely, unless people sign in to the role. {@code requestMetadata} is written
 * by the caller and never read. The log counts cached input apart: it is added.
 */
final class BedrockDecoder implements Decoder {
    static final String FORMAT = "bedrock";

    private static final String ASSUMED_ROLE = ":assumed-role/";
    /** Roles of AWS IAM Identity Center, which names their sessions after who signed in. */
    private static final String SIGNED_IN = "AWSReservedSSO_";

    @Override
    public String format() {
        return FORMAT;
    }

    @Override
    public boolean recognises(JsonNode root) {
        return root.path("schemaType").asText().equals("ModelInvocationLog")
                || (root.has("modelId") && root.has("operation") && (root.has("input") || root.has("output")));
    }

    @Override
    public Decoding decode(JsonNode root, SourceMap sources) {
        FieldReader in = FieldReader.of(root, Dialect.STRICT);
        if (!root.has("modelId")) {
            return new Rejected(Reason.NOT_USAGE, "modelId", "send model invocation logs only");
        }
        FieldReader identity = in.child("identity");
        FieldReader input = in.child("input");
        FieldReader output = in.child("output");
        Draft draft = new Draft(in)
                .time(in.time("timestamp"))
                .mapped(sources, FORMAT, root)
                .account(identity.text("arn").map(BedrockDecoder::withoutSession))
                .text(Field.ID, in.text("requestId"))
                .text(Field.CREDENTIAL, identity.text("arn"))
                .text(Field.ENDPOINT, Endpoint.of(in.text("operation")))
                .text(Field.MODEL, in.text("modelId"))
                .flag(Field.STREAM, in.text("operation").map(name -> name.endsWith("Stream")))
                .count(Field.STATUS, status(in.text("errorCode")))
                .count(Field.INPUT_TOKENS, input.count("inputTokenCount"))
                .count(Field.CACHED_TOKENS, input.count("cacheReadInputTokenCount"))
                .add(Field.INPUT_TOKENS, input.count("cacheReadInputTokenCount"))
                .add(Field.INPUT_TOKENS, input.count("cacheWriteInputTokenCount"))
                .count(Field.OUTPUT_TOKENS, output.count("outputTokenCount"));
        BedrockBody.request(input.embedded("inputBodyJson"), draft);
        BedrockBody.response(output, draft);
        if (!input.has("cacheReadInputTokenCount") && !input.has("cacheWriteInputTokenCount")) {
            BedrockBody.cached(output, draft);
        }
        return draft.finish(FORMAT);
    }

    @Override
    public FieldSet covers() {
        return FieldSet.of(
                Field.ID,
                Field.CREDENTIAL,
                Field.ENDPOINT,
                Field.MODEL,
                Field.SYSTEM_TEXT,
                Field.PROMPT_TEXT,
                Field.OUTPUT_TEXT,
                Field.TEMPERATURE,
                Field.MAX_TOKENS,
                Field.STREAM,
                Field.TOOLS,
                Field.REASONING_EFFORT,
                Field.STATUS,
                Field.FINISH_REASON,
                Field.REFUSED,
                Field.TRACE_SIGNATURE,
                Field.LATENCY,
                Field.INPUT_TOKENS,
                Field.CACHED_TOKENS,
                Field.OUTPUT_TOKENS);
    }

    private static String withoutSession(String arn) {
        int role = arn.indexOf(ASSUMED_ROLE);
        if (role >= 0 && arn.startsWith(SIGNED_IN, role + ASSUMED_ROLE.length())) {
            return arn;
        }
        int session = role < 0 ? -1 : arn.indexOf('/', role + ASSUMED_ROLE.length());
        return session < 0 ? arn : arn.substring(0, session);
    }

    private static OptionalLong status(Optional<String> errorCode) {
        return errorCode
                .map(code -> switch (code) {
                    case "ThrottlingException", "ServiceQuotaExceededException" -> OptionalLong.of(429);
                    case "AccessDeniedException" -> OptionalLong.of(403);
                    case "ValidationException" -> OptionalLong.of(400);
                    case "ResourceNotFoundException" -> OptionalLong.of(404);
                    case "ModelTimeoutException" -> OptionalLong.of(408);
                    case "ModelErrorException" -> OptionalLong.of(424);
                    case "InternalServerException" -> OptionalLong.of(500);
                    case "ServiceUnavailableException" -> OptionalLong.of(503);
                    default -> OptionalLong.empty();
                })
                .orElse(OptionalLong.empty());
    }
}
