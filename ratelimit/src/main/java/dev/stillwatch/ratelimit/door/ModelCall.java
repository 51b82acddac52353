// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.door;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stillwatch.ratelimit.reserve.Admission;
import dev.stillwatch.ratelimit.reserve.Usage;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A call to a model as OpenAI's interface or Anthropic's has it. Numbers count however they are written: model servers take
 * {@code 1000.0} and {@code "1000"} for a cap too, and whoever read no cap there would hold less than is used.
 *
 * @param json the call's body
 */
record ModelCall(ObjectNode json) {
    /** About four bytes of a request are a token; what was really used is settled. */
    private static final int BYTES_PER_TOKEN = 4;

    private static final BigDecimal MOST = BigDecimal.valueOf(Usage.MOST);
    /** The time to read a number grows with the square of its digits. Jackson bounds those that are not in quotes. */
    private static final int LONGEST_TEXT = 64;

    private static final String MAX_TOKENS = "max_tokens";
    private static final String MAX_COMPLETION_TOKENS = "max_completion_tokens";
    private static final List<String> LENGTHS = List.of(MAX_TOKENS, MAX_COMPLETION_TOKENS);
    /**
     * OpenAI's models that refuse a call with {@code max_tokens} (its reference of chat completions: not compatible with
     * o-series models). Other servers may know that name alone, and one that they do not know would cap nothing.
     */
    private static final Pattern NEWER = Pattern.compile("(.*/)?(o[1-9]|gpt-[5-9])([-.:].*)?");

    private static final List<String> CHOICES = List.of("n", "best_of");
    private static final List<String> LOGPROBS = List.of("logprobs", "top_logprobs", "prompt_logprobs", "logit_bias");

    /** Its model, empty without one. */
    String model() {
        return json.path("model").asText();
    }

    /** Tokens that it is taken to read, by its length. */
    long inputTokens() {
        int bytes = json.toString().getBytes(StandardCharsets.UTF_8).length;
        return (bytes + BYTES_PER_TOKEN - 1L) / BYTES_PER_TOKEN;
    }

    /** The greatest cap that it puts on the tokens of one choice. */
    OptionalLong maxTokens() {
        return greatest(LENGTHS);
    }

    /** Choices that it asks for. */
    long choices() {
        return Math.max(1, greatest(CHOICES).orElse(1));
    }

    /** Prompts that it brings: a list of texts, or of lists of tokens, has as many. A list of tokens is one. */
    int prompts() {
        JsonNode prompt = json.path("prompt");
        return prompt.path(0).isTextual() || prompt.path(0).isContainerNode() ? prompt.size() : 1;
    }

    /** Whether its answers come apart from it, in the background or of a batch: what they take cannot be held. */
    boolean runsApart() {
        return Stream.of("background", "requests")
                .map(json::path)
                .anyMatch(value -> !value.isMissingNode() && !value.isNull() && !value.equals(BooleanNode.FALSE));
    }

    /** The call with the caps of its admission. */
    ObjectNode capped(Admission.Admitted admitted, boolean stripLogprobs) {
        ObjectNode capped = json.deepCopy();
        admitted.maxTokens().ifPresent(most -> {
            lower(capped, LENGTHS, most);
            if (LENGTHS.stream().noneMatch(capped::hasNonNull)) {
                capped.put(NEWER.matcher(model()).matches() ? MAX_COMPLETION_TOKENS : MAX_TOKENS, most);
            }
        });
        lower(capped, CHOICES, admitted.choices());
        if (stripLogprobs) {
            capped.remove(LOGPROBS);
        }
        return capped;
    }

    private static void lower(ObjectNode call, List<String> names, long most) {
        for (String name : names) {
            OptionalLong written = whole(call.path(name));
            if (call.hasNonNull(name) && (written.isEmpty() || written.getAsLong() > most)) {
                call.put(name, most);
            }
        }
    }

    private OptionalLong greatest(List<String> names) {
        return names.stream()
                .map(name -> whole(json.path(name)))
                .flatMapToLong(OptionalLong::stream)
                .max();
    }

    /** A number that counts something, at most {@link Usage#MOST}; empty where none is written. */
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
            return number.signum() < 0
                    ? OptionalLong.empty()
                    : OptionalLong.of(number.min(MOST).longValueExact());
        } catch (ArithmeticException | NumberFormatException e) {
            return OptionalLong.empty();
        }
    }
}
