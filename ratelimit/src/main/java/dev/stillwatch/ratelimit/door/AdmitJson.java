// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.door;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stillwatch.ratelimit.decide.Descriptor;
import dev.stillwatch.ratelimit.decide.Entry;
import dev.stillwatch.ratelimit.decide.LimitRequest;
import dev.stillwatch.ratelimit.decide.Treatment;
import dev.stillwatch.ratelimit.reserve.Admission;
import dev.stillwatch.ratelimit.reserve.AdmitRequest;
import dev.stillwatch.ratelimit.reserve.Budget;
import dev.stillwatch.ratelimit.reserve.Dimension;
import dev.stillwatch.ratelimit.reserve.Left;
import dev.stillwatch.ratelimit.reserve.Settlement;
import dev.stillwatch.ratelimit.reserve.Usage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * What is said at {@code /v1/admit}, {@code /v1/settle} and {@code /v1/cancel}. A field that is not known is refused: a
 * misspelled cap or usage would be taken for none, and the call for another one than it is.
 */
final class AdmitJson {
    private static final ObjectReader READER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .build()
            .readerFor(JsonNode.class);

    private AdmitJson() {}

    /**
     * A call that asks.
     *
     * @param question what it is counted under
     * @param call what it may cost
     */
    record Asked(LimitRequest question, AdmitRequest call) {}

    /**
     * A call that has ended.
     *
     * @param reservation its id, empty when account and request id name it
     * @param used what it used, empty when that is not known
     */
    record Ended(String reservation, String account, String requestId, Optional<Usage> used) {}

    static Asked admit(byte[] body) throws InvalidRequestException {
        JsonNode node = read(
                body,
                List.of(
                        "domain",
                        "descriptors",
                        "account",
                        "model",
                        "request_id",
                        "input_tokens",
                        "max_tokens",
                        "n",
                        "prompts"));
        String account = text(node, "account");
        String model = text(node, "model");
        if (!node.has("input_tokens")) {
            throw new InvalidRequestException("input_tokens must be there");
        }
        OptionalLong maxTokens =
                node.has("max_tokens") ? OptionalLong.of(number(node, "max_tokens", 0)) : OptionalLong.empty();
        try {
            AdmitRequest call = new AdmitRequest(
                    account,
                    model,
                    text(node, "request_id"),
                    number(node, "input_tokens", 0),
                    maxTokens,
                    several(node, "n", AdmitRequest.MOST_CHOICES),
                    several(node, "prompts", AdmitRequest.MOST_PROMPTS));
            return asked(text(node, "domain"), text(node, "descriptors"), call);
        } catch (IllegalArgumentException e) {
            throw new InvalidRequestException(String.valueOf(e.getMessage()));
        }
    }

    /** A call with what it is counted under; without descriptors those of its account and model. */
    static Asked asked(String domain, String descriptors, AdmitRequest call) throws InvalidRequestException {
        return new Asked(Bounds.request(domain, descriptors(descriptors, call.account(), call.model()), 1), call);
    }

    /** As written, or else the account, the model, and the account with the model. */
    private static List<Descriptor> descriptors(String written, String account, String model)
            throws InvalidRequestException {
        List<Descriptor> descriptors = new ArrayList<>();
        if (written.isEmpty()) {
            Entry whose = Bounds.entry("account", account);
            descriptors.add(Descriptor.of(whose));
            if (!model.isEmpty()) {
                Entry which = Bounds.entry("model", model);
                descriptors.add(Descriptor.of(which));
                descriptors.add(Descriptor.of(whose, which));
            }
        }
        for (List<Entry> entries : DescriptorText.parse(written)) {
            int length = entries.stream()
                    .mapToInt(entry -> entry.key().length() + entry.value().length())
                    .sum();
            if (length > Budget.MOST_KEY / 2) {
                throw new InvalidRequestException("a descriptor longer than " + Budget.MOST_KEY / 2 + " characters");
            }
            descriptors.add(Descriptor.of(entries.toArray(new Entry[0])));
        }
        return descriptors;
    }

    static Ended settle(byte[] body) throws InvalidRequestException {
        JsonNode node = read(body, List.of("reservation", "account", "request_id", "usage"));
        return ended(node, node.has("usage") ? Optional.of(usage(node.path("usage"))) : Optional.empty());
    }

    static Ended cancel(byte[] body) throws InvalidRequestException {
        return ended(read(body, List.of("reservation", "account", "request_id")), Optional.empty());
    }

    private static Ended ended(JsonNode node, Optional<Usage> used) throws InvalidRequestException {
        Ended ended = new Ended(text(node, "reservation"), text(node, "account"), text(node, "request_id"), used);
        boolean byCall = !ended.account.isEmpty() && !ended.requestId.isEmpty();
        if (ended.reservation.isEmpty() != byCall) {
            throw new InvalidRequestException("either the reservation, or account and request_id must be there");
        }
        return ended;
    }

    private static Usage usage(JsonNode node) throws InvalidRequestException {
        known(node, List.of("input_tokens", "cached_input_tokens", "output_tokens", "reasoning_tokens"));
        try {
            return new Usage(
                    number(node, "input_tokens", 0),
                    number(node, "cached_input_tokens", 0),
                    number(node, "output_tokens", 0),
                    number(node, "reasoning_tokens", 0));
        } catch (IllegalArgumentException e) {
            throw new InvalidRequestException(String.valueOf(e.getMessage()));
        }
    }

    /** For the gateway, which does to the call what the treatment says. */
    static ObjectNode answer(Admission admission, Treatment treatment) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        if (admission instanceof Admission.Admitted admitted) {
            node.put("admitted", true)
                    .put("reservation", admitted.reservation())
                    .put("input_tokens", admitted.inputTokens())
                    .put("output_tokens", admitted.outputTokens())
                    .put("n", admitted.choices())
                    .put("expires_at", admitted.expiresAt().toString());
            admitted.maxTokens().ifPresent(cap -> node.put("max_tokens", cap));
        } else if (admission instanceof Admission.Refused refused) {
            node.put("admitted", false)
                    .put("reason", label(refused.reason()))
                    .put("detail", refused.reason().sentence());
            refused.dimension().ifPresent(dimension -> node.put("dimension", dimension.label()));
            refused.retryAfter()
                    .ifPresent(wait ->
                            node.put("retry_after_ms", wait.plusNanos(999_999).toMillis()));
        }
        left(node, admission.left());
        TreatmentJson.put(node, treatment);
        return node;
    }

    /** Puts the field {@code left}: of each dimension the limit, what is left of it and when it is whole again. */
    static void left(ObjectNode node, Map<Dimension, Left> dimensions) {
        ObjectNode left = node.putObject("left");
        new TreeMap<>(dimensions)
                .forEach((dimension, one) -> left.putObject(dimension.label())
                        .put("limit", one.limit())
                        .put("left", one.left())
                        .put("until_full_ms", one.untilFull().toMillis()));
    }

    static ObjectNode answer(Settlement settlement) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("outcome", label(settlement))
                .put("changed", settlement.changed());
    }

    private static String label(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static JsonNode read(byte[] body, List<String> fields) throws InvalidRequestException {
        JsonNode node = read(body);
        known(node, fields);
        return node;
    }

    /** Reads one JSON value without doubtful fields. */
    static JsonNode read(byte[] body) throws InvalidRequestException {
        try {
            return READER.readTree(body);
        } catch (IOException | RuntimeException | StackOverflowError e) {
            throw new InvalidRequestException("the body is not JSON");
        }
    }

    private static void known(JsonNode node, List<String> fields) throws InvalidRequestException {
        if (!node.isObject()) {
            throw new InvalidRequestException("an object with " + String.join(", ", fields) + " is expected");
        }
        for (var each = node.fieldNames(); each.hasNext(); ) {
            String field = each.next();
            if (!fields.contains(field)) {
                throw new InvalidRequestException("a field that is none of " + String.join(", ", fields));
            }
        }
    }

    private static String text(JsonNode node, String field) throws InvalidRequestException {
        if (node.has(field) && !node.path(field).isTextual()) {
            throw new InvalidRequestException(field + " must be text");
        }
        return node.path(field).asText();
    }

    /** How many of something the call has, one where nothing is said. */
    private static int several(JsonNode node, String field, int most) throws InvalidRequestException {
        long several = number(node, field, 1);
        if (several < 1 || several > most) {
            throw new InvalidRequestException(field + " must be from 1 to " + most + ": " + several);
        }
        return (int) several;
    }

    private static long number(JsonNode node, String field, long absent) throws InvalidRequestException {
        JsonNode value = node.path(field);
        if (!node.has(field)) {
            return absent;
        }
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw new InvalidRequestException(field + " must be a whole number");
        }
        return value.asLong();
    }
}
