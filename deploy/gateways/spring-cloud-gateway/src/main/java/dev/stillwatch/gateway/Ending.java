// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The usage that the last bytes of an answer say, plain or streamed. What an answer says before its end is not what it takes,
 * and what a model writes stands in no place that is read here.
 */
final class Ending {
    private static final Pattern USAGE = Pattern.compile("\"usage\"\\s*:");
    private static final Pattern LAST_LINE = Pattern.compile("([^\\n]*)\\n\\s*");
    private static final Pattern BLANK_LINE_LAST = Pattern.compile("\\n\\r?\\n\\z");
    private static final String FIELD = "data:";

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Ending() {}

    /** The usage as the provider wrote it; missing where it says none, or the answer did not end. */
    static JsonNode usage(String text) {
        // No line of a plain answer begins so, and none is empty.
        boolean isStream = ("\n" + text).contains("\n" + FIELD)
                || BLANK_LINE_LAST.matcher(text).find();
        return isStream ? streamed(text) : ending("{", text).path("usage");
    }

    private static JsonNode streamed(String text) {
        JsonNode found = cut(text);
        JsonNode soFar = MissingNode.getInstance();
        for (String line : text.split("\n", -1)) {
            if (!line.startsWith(FIELD)) {
                continue;
            }
            String data = line.substring(FIELD.length()).strip();
            JsonNode event = read(data);
            if (data.equals("[DONE]")) {
                found = soFar.isObject() ? soFar : found;
            } else if (event.path("usage").isObject()) {
                soFar = event.get("usage");
                found = event.path("type").asText().equals("message_delta") ? soFar : found;
            } else if (event.at("/response/usage").isObject()) {
                found = event.at("/response/usage");
            }
        }
        return found;
    }

    /** OpenAI's last event of a response has all of it, and may be longer than what is kept. */
    private static JsonNode cut(String text) {
        Matcher last = LAST_LINE.matcher(text);
        return last.matches() && !text.startsWith(FIELD)
                ? ending("{\"response\":{", last.group(1)).at("/response/usage")
                : MissingNode.getInstance();
    }

    /**
     * An object of which only the end is there, from its usage on. Text from a usage further inside, as in arguments for a
     * tool, or of an object that broke off, is no object with this opening.
     *
     * @param opening stands for what is missing
     */
    private static JsonNode ending(String opening, String text) {
        for (Matcher matcher = USAGE.matcher(text); matcher.find(); ) {
            JsonNode object = read(opening + text.substring(matcher.start()));
            if (object.isObject()) {
                return object;
            }
        }
        return MissingNode.getInstance();
    }

    private static JsonNode read(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }
}
