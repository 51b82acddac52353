// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A call to a model as its caller wrote it: OpenAI's interface or Anthropic's.
 *
 * @param id the gateway's own: calls with one id are one call
 * @param account who calls
 * @param path of the interface
 * @param body as it came
 * @param json the same read, empty when it is no JSON object
 */
record Call(String id, String account, String path, byte[] body, Optional<ObjectNode> json) {
    /** Model servers take 1000.0 and "1000" for a number too, and so do we: else either would be no cap. */
    static final long MOST = 1_000_000_000;

    /** The time to read a number grows with the square of its digits. Jackson bounds those that are not in quotes. */
    private static final int LONGEST_TEXT = 64;

    private static final int MOST_CHOICES = 1024;
    private static final int LONGEST_MODEL = 256;

    /** About four bytes of a request are a token; what was really used is settled. */
    private static final int BYTES_PER_TOKEN = 4;

    private static final List<String> LENGTHS = List.of("max_tokens", "max_completion_tokens", "max_output_tokens");
    private static final List<String> CHOICES = List.of("n", "best_of");
    private static final List<String> LOGPROBS = List.of("logprobs", "top_logprobs", "prompt_logprobs", "logit_bias");

    /**
     * OpenAI's models that refuse a call with {@code max_tokens} (its reference of chat completions: not compatible with
     * o-series models). Other servers may know that name alone, and one that they do not know would cap nothing.
     */
    private static final Pattern NEWER = Pattern.compile("(.*/)?(o[1-9]|gpt-[5-9])([-.:].*)?");

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    static Call of(String account, String path, byte[] body) {
        return new Call(UUID.randomUUID().toString(), account, path, body, read(body));
    }

    private static Optional<ObjectNode> read(byte[] body) {
        try {
            return MAPPER.readTree(body) instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * Whether nobody here can say what it asks for. A model server may read more than we do, and caps that nobody counted would
     * pass.
     */
    boolean isUnreadable() {
        return json.isEmpty() && body.length > 0;
    }

    /**
     * Whether its answers come apart from it: in the background, or of a batch. They may be millions of tokens, and nobody
     * would say here what they took.
     */
    boolean runsApart() {
        return Stream.of("background", "requests")
                .map(name -> json.map(call -> call.path(name)).orElse(MissingNode.getInstance()))
                .anyMatch(value -> !value.isMissingNode() && !value.isNull() && !value.equals(BooleanNode.FALSE));
    }

    /**
     * Which call it is, for the limiter. Not by its reservation: one that was admitted too late to be waited for has to be
     * settled too.
     */
    ObjectNode named() {
        return JsonNodeFactory.instance.objectNode().put("account", account).put("request_id", id);
    }

    /** Tokens that it is taken to read. */
    long inputTokens() {
        return (body.length + BYTES_PER_TOKEN - 1L) / BYTES_PER_TOKEN;
    }

    /** The question for {@code /v1/admit}. What a caller wrote never makes it one that the limiter cannot answer. */
    ObjectNode question() {
        ObjectNode question = named().put("domain", "llm").put("input_tokens", inputTokens());
        json.ifPresent(call -> {
            String model = call.path("model").asText();
            question.put("model", model.substring(0, Math.min(model.length(), LONGEST_MODEL)));
            greatest(call, LENGTHS).ifPresent(length -> question.put("max_tokens", length));
            greatest(call, CHOICES)
                    .ifPresent(choices -> question.put("n", Math.max(1, Math.min(MOST_CHOICES, choices))));
            int prompts = prompts(call);
            if (prompts > 1) {
                question.put("prompts", prompts);
            }
        });
        return question;
    }

    /**
     * Prompts that it brings: a list of texts, or of lists of tokens, has as many. A list of tokens is one. More than the
     * limiter takes it refuses.
     */
    private static int prompts(ObjectNode call) {
        JsonNode prompt = call.path("prompt");
        return prompt.path(0).isTextual() || prompt.path(0).isContainerNode() ? prompt.size() : 1;
    }

    /**
     * The body for the model server, with what the limiter answered done to it. It is written anew in any case, so that
     * the server reads what was counted. Text of the reasoning is the server's to leave out, which a header tells it.
     */
    byte[] capped(JsonNode answer) {
        if (json.isEmpty()) {
            return body;
        }
        ObjectNode call = json.get().deepCopy();
        whole(answer.path("max_tokens")).ifPresent(most -> {
            lower(call, LENGTHS, most);
            if (LENGTHS.stream().noneMatch(call::hasNonNull)) {
                lengthOf(call.path("model").asText()).ifPresent(name -> call.put(name, most));
            }
        });
        whole(answer.path("n")).ifPresent(most -> lower(call, CHOICES, most));
        if (answer.at("/treatment/plan/strip_logprobs").asBoolean()) {
            call.remove(LOGPROBS);
        }
        try {
            return MAPPER.writeValueAsBytes(call);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was read cannot be written", e);
        }
    }

    /** Under what name the interface limits an answer; embeddings and the like have none. */
    private Optional<String> lengthOf(String model) {
        if (path.endsWith("/chat/completions") && NEWER.matcher(model).matches()) {
            return Optional.of("max_completion_tokens");
        }
        if (path.endsWith("/responses")) {
            return Optional.of("max_output_tokens");
        }
        boolean writes = path.endsWith("/completions") || path.endsWith("/messages");
        return writes ? Optional.of("max_tokens") : Optional.empty();
    }

    private static void lower(ObjectNode call, List<String> names, long most) {
        for (String name : names) {
            OptionalLong written = whole(call.path(name));
            if (call.hasNonNull(name) && (written.isEmpty() || written.getAsLong() > most)) {
                call.put(name, most);
            }
        }
    }

    private static OptionalLong greatest(ObjectNode call, List<String> names) {
        return names.stream()
                .map(name -> whole(call.path(name)))
                .flatMapToLong(OptionalLong::stream)
                .max();
    }

    /** A number that counts something, however it is written; at most {@link #MOST}. */
    static OptionalLong whole(JsonNode node) {
        if (!node.isNumber() && !node.isTextual()) {
            return OptionalLong.empty();
        }
        String text = node.asText().strip();
        if (node.isTextual() && text.length() > LONGEST_TEXT) {
            return OptionalLong.empty();
        }
        try {
            BigDecimal number = new BigDecimal(text);
            if (number.signum() < 0) {
                return OptionalLong.empty();
            }
            return OptionalLong.of(number.min(BigDecimal.valueOf(MOST)).longValueExact());
        } catch (ArithmeticException | NumberFormatException e) {
            return OptionalLong.empty();
        }
    }
}
