// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.gateway;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.core.io.buffer.DataBuffer;

/** The end of an answer, plain or streamed, in which a provider says last what the call used. */
class Tail {
    private static final int LONGEST = 8192;
    /** Inside texts quotes are escaped, so no model can write this. */
    private static final Pattern USAGE = Pattern.compile("\"usage\"\\s*:\\s*(?=\\{)");

    private static final JsonMapper MAPPER = new JsonMapper();

    /** The last bytes, in the order in which they were written from {@code next} around. */
    private final byte[] ring = new byte[LONGEST];

    private long next;

    /** Takes in what passes, and leaves the buffer as it is. */
    synchronized void add(DataBuffer buffer) {
        int skipped = Math.max(0, buffer.readableByteCount() - LONGEST);
        for (int i = skipped; i < buffer.readableByteCount(); i++) {
            ring[(int) (next++ % LONGEST)] = buffer.getByte(buffer.readPosition() + i);
        }
    }

    synchronized boolean isEmpty() {
        return next == 0;
    }

    /**
     * The usage as {@code /v1/settle} takes it; empty when the answer does not say, and then the estimate stays charged.
     *
     * @param estimate input tokens of an answer that names none
     */
    Optional<ObjectNode> usage(long estimate) {
        String text = text();
        Optional<ObjectNode> last = Optional.empty();
        for (Matcher matcher = USAGE.matcher(text); matcher.find(); ) {
            Optional<ObjectNode> found = settlement(read(text.substring(matcher.end())), estimate);
            last = found.isPresent() ? found : last;
        }
        return last;
    }

    private static Optional<ObjectNode> settlement(JsonNode usage, long estimate) {
        OptionalLong output = output(usage);
        if (output.isEmpty()) {
            return Optional.empty();
        }
        // Anthropic tells cached input beside the rest, OpenAI within it.
        long read = Call.whole(usage.path("cache_read_input_tokens")).orElse(0);
        long created = Call.whole(usage.path("cache_creation_input_tokens")).orElse(0);
        long named = first(usage, "prompt_tokens", "input_tokens").orElse(estimate);
        long input = Math.min(Call.MOST, named + read + created);
        long cached = read
                + Call.whole(usage.at("/prompt_tokens_details/cached_tokens")).orElse(0);
        long reasoning = Call.whole(usage.at("/completion_tokens_details/reasoning_tokens"))
                .orElse(0);
        return Optional.of(JsonNodeFactory.instance
                .objectNode()
                .put("input_tokens", input)
                .put("cached_input_tokens", Math.min(input, cached))
                .put("output_tokens", output.getAsLong())
                .put("reasoning_tokens", Math.min(output.getAsLong(), reasoning)));
    }

    /** Tokens written. An embedding writes none and does not name them: all that it used was read. */
    private static OptionalLong output(JsonNode usage) {
        OptionalLong named = first(usage, "completion_tokens", "output_tokens");
        OptionalLong read = Call.whole(usage.path("prompt_tokens"));
        boolean allRead = read.isPresent() && read.equals(Call.whole(usage.path("total_tokens")));
        return named.isEmpty() && allRead ? OptionalLong.of(0) : named;
    }

    private static OptionalLong first(JsonNode usage, String name, String other) {
        OptionalLong value = Call.whole(usage.path(name));
        return value.isPresent() ? value : Call.whole(usage.path(other));
    }

    /** The first value of a text, whatever follows it. */
    private static JsonNode read(String text) {
        try (JsonParser parser = MAPPER.createParser(text)) {
            return MAPPER.readTree(parser);
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }

    private synchronized String text() {
        int length = (int) Math.min(next, LONGEST);
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = ring[(int) ((next - length + i) % LONGEST)];
        }
        // Only ASCII is looked for, and the first character may be cut.
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
