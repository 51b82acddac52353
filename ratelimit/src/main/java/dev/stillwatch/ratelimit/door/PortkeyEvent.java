// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.door;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stillwatch.ratelimit.reserve.AdmitRequest;
import dev.stillwatch.ratelimit.reserve.Usage;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What Portkey's guardrail {@code default.webhook} posts, as far as it matters here. Fields that are not known are left
 * alone: they are Portkey's.
 *
 * @param isBefore whether the call is still to run
 * @param embeds whether it asks for embeddings, for which Portkey tells nothing afterwards
 * @param account who calls
 * @param requestId id of the call
 * @param call what is asked of the model
 * @param usage what the model says it used, missing where it says nothing
 */
record PortkeyEvent(
        boolean isBefore, boolean embeds, String account, String requestId, ModelCall call, JsonNode usage) {
    static PortkeyEvent read(byte[] body) throws InvalidRequestException {
        JsonNode node = AdmitJson.read(body);
        String type = node.path("eventType").asText();
        boolean isBefore = type.equals("beforeRequestHook");
        if (!isBefore && !type.equals("afterRequestHook")) {
            throw new InvalidRequestException("eventType must be beforeRequestHook or afterRequestHook");
        }
        if (!(node.at("/request/json") instanceof ObjectNode call)) {
            throw new InvalidRequestException("request.json must be a call to a model");
        }
        return new PortkeyEvent(
                isBefore,
                node.path("requestType").asText().equals("embed"),
                metadata(node, "_user"),
                metadata(node, "request_id"),
                new ModelCall(call),
                node.at("/response/json/usage"));
    }

    private static String metadata(JsonNode node, String field) throws InvalidRequestException {
        JsonNode value = node.path("metadata").path(field);
        if (!value.isTextual() || value.asText().isEmpty()) {
            throw new InvalidRequestException("metadata." + field + " must be there, as text");
        }
        return value.asText();
    }

    AdmitJson.Asked asked(String domain) throws InvalidRequestException {
        long choices = call.choices();
        if (choices > AdmitRequest.MOST_CHOICES) {
            throw new InvalidRequestException("n must be from 1 to " + AdmitRequest.MOST_CHOICES + ": " + choices);
        }
        if (call.runsApart()) {
            throw new InvalidRequestException(
                    "no background and no requests: what runs apart from its call cannot be held");
        }
        OptionalLong most = embeds ? OptionalLong.of(0) : call.maxTokens();
        try {
            return AdmitJson.asked(
                    domain,
                    "",
                    new AdmitRequest(
                            account, call.model(), requestId, call.inputTokens(), most, (int) choices, call.prompts()));
        } catch (IllegalArgumentException e) {
            throw new InvalidRequestException(String.valueOf(e.getMessage()));
        }
    }

    /** What the call used; empty where it is not told, as of every stream, and then the estimate stays charged. */
    Optional<Usage> used() {
        OptionalLong output = either("/completion_tokens", "/output_tokens");
        if (output.isEmpty()) {
            return Optional.empty();
        }
        long written = output.getAsLong();
        // Anthropic's input tokens are without those that were read from the cache or written to it.
        long cached = either("/prompt_tokens_details/cached_tokens", "/cache_read_input_tokens")
                .orElse(0);
        long input = ModelCall.whole(usage.path("prompt_tokens"))
                .orElseGet(() -> number("input_tokens")
                        + number("cache_read_input_tokens")
                        + number("cache_creation_input_tokens"));
        long read = Math.min(Usage.MOST, input);
        long reasoning = ModelCall.whole(usage.at("/completion_tokens_details/reasoning_tokens"))
                .orElse(0);
        return Optional.of(new Usage(read, Math.min(read, cached), written, Math.min(written, reasoning)));
    }

    private OptionalLong either(String pointer, String other) {
        OptionalLong value = ModelCall.whole(usage.at(pointer));
        return value.isPresent() ? value : ModelCall.whole(usage.at(other));
    }

    private long number(String field) {
        return ModelCall.whole(usage.path(field)).orElse(0);
    }
}
