// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;
import org.springframework.core.io.buffer.DataBuffer;

/** The end of an answer, plain or streamed, in which a provider says last what the call used. */
class Tail {
    private static final int LONGEST = 8192;

    /** Output tokens that the limiter charges of a call of which it knows nothing. */
    private static final long GUESS = 1024;

    private static final byte[] EVENT = "\ndata:".getBytes(StandardCharsets.US_ASCII);

    /** The last bytes, in the order in which they were written from {@code next} around. */
    private final byte[] ring = new byte[LONGEST];

    private long next;

    /** Events of a stream, and how much of the next one's beginning is there. */
    private long events;

    private int begun = 1;

    /** Takes in what passes, and leaves the buffer as it is. */
    synchronized void add(DataBuffer buffer) {
        for (int i = 0; i < buffer.readableByteCount(); i++) {
            follow(buffer.getByte(buffer.readPosition() + i));
        }
        int skipped = Math.max(0, buffer.readableByteCount() - LONGEST);
        for (int i = skipped; i < buffer.readableByteCount(); i++) {
            ring[(int) (next++ % LONGEST)] = buffer.getByte(buffer.readPosition() + i);
        }
    }

    private void follow(byte one) {
        if (one == EVENT[begun]) {
            begun++;
        } else {
            begun = one == EVENT[0] ? 1 : 0;
        }
        if (begun == EVENT.length) {
            events++;
            begun = 0;
        }
    }

    synchronized boolean isEmpty() {
        return next == 0;
    }

    /**
     * The usage as {@code /v1/settle} takes it; empty when the answer does not say, and then the estimate stays charged. A
     * stream that does not say and is longer than any estimate has written a token or more in each event.
     *
     * @param estimate input tokens of an answer that names none
     */
    Optional<ObjectNode> usage(long estimate) {
        JsonNode usage = Ending.usage(text());
        OptionalLong output = output(usage);
        if (output.isEmpty() && streamed() > GUESS) {
            output = OptionalLong.of(streamed());
        }
        if (output.isEmpty()) {
            return Optional.empty();
        }
        // Anthropic tells cached input beside the rest, OpenAI within it.
        long read = whole(usage, "/cache_read_input_tokens").orElse(0);
        long created = whole(usage, "/cache_creation_input_tokens").orElse(0);
        OptionalLong prompt = whole(usage, "/prompt_tokens");
        OptionalLong beside = whole(usage, "/input_tokens");
        long rest = beside.isPresent() ? beside.getAsLong() + read + created : estimate;
        long input = Math.min(Call.MOST, prompt.orElse(rest));
        long cached = Math.max(
                read,
                either(usage, "/prompt_tokens_details/cached_tokens", "/input_tokens_details/cached_tokens")
                        .orElse(0));
        long reasoning = either(
                        usage, "/completion_tokens_details/reasoning_tokens", "/output_tokens_details/reasoning_tokens")
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
        OptionalLong named = either(usage, "/completion_tokens", "/output_tokens");
        OptionalLong read = whole(usage, "/prompt_tokens");
        boolean allRead = read.isPresent() && read.equals(whole(usage, "/total_tokens"));
        return named.isEmpty() && allRead ? OptionalLong.of(0) : named;
    }

    private static OptionalLong either(JsonNode usage, String pointer, String other) {
        OptionalLong value = whole(usage, pointer);
        return value.isPresent() ? value : whole(usage, other);
    }

    private static OptionalLong whole(JsonNode usage, String pointer) {
        return Call.whole(usage.at(pointer));
    }

    private synchronized long streamed() {
        return Math.min(Call.MOST, events);
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
