// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.intake;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.stillwatch.auditor.intake.Decoding.Reason;
import dev.stillwatch.auditor.intake.Decoding.Rejected;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Bytes to a JSON tree within stated bounds. Duplicate keys: the last one wins, as most readers have it. */
final class JsonText {
    /** Deepest nesting. Real records with tool schemas stay below 30. */
    static final int DEEPEST = 200;
    /** Most tokens of one record: bounds the memory of its tree to some 100 MB. */
    static final long MOST_TOKENS = 1_000_000;

    // Field names are data here (logit_bias is keyed by token): interning them would fill the JVM's table for ever.
    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .configure(JsonFactory.Feature.INTERN_FIELD_NAMES, false)
            // NaN parses, so that a field that holds it can be named in the rejection.
            .configure(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS, true)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    .maxTokenCount(MOST_TOKENS)
                    .maxStringLength(FormatRegistry.LARGEST_BYTES)
                    .build())
            .build();

    private static final ObjectReader READER = new ObjectMapper(FACTORY).reader();
    private static final ObjectReader WHOLE = READER.with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private JsonText() {}

    /** What parsing gave: a tree, or why there is none. */
    record Parsed(JsonNode tree, Optional<Rejected> problem) {}

    /** Parses one JSON value and nothing after it; the bytes are valid UTF-8. */
    static Parsed parse(byte[] raw) {
        List<Parsed> values = new ArrayList<>(2);
        each(raw, value -> values.add(value) && values.size() < 2);
        return values.size() == 1
                ? values.get(0)
                : problem(Reason.MALFORMED_JSON, "write exactly one JSON object per record");
    }

    /**
     * Parses JSON values that stand one after the other, with blanks between them or none, and holds one at a time. What
     * cannot be read is shown as one problem and ends it. The bounds are those of one value, for all of them together.
     *
     * @param raw valid UTF-8
     * @param values takes at least one, and says whether it wants more
     */
    static void each(byte[] raw, Predicate<Parsed> values) {
        if (raw.length < 2 || raw[0] == 0 || raw[1] == 0) {
            // The parser would take zero bytes for UTF-16 or UTF-32.
            var unused = values.test(problem(Reason.MALFORMED_JSON, "write one JSON object per record"));
            return;
        }
        try (JsonParser parser = FACTORY.createParser(raw)) {
            each(parser, values);
        } catch (IOException e) {
            var unused = values.test(problem(Reason.MALFORMED_JSON, "write one JSON object per record"));
        }
    }

    private static void each(JsonParser parser, Predicate<Parsed> values) {
        boolean wanted = true;
        for (boolean first = true; wanted; first = false) {
            Parsed value;
            try {
                boolean ended = parser.nextToken() == null;
                if (ended && !first) {
                    return;
                }
                value = ended
                        ? problem(Reason.MALFORMED_JSON, "write one JSON object per record")
                        : new Parsed(READER.readTree(parser), Optional.empty());
            } catch (IOException e) {
                value = broken(parser);
            }
            wanted = values.test(value) && value.problem().isEmpty();
        }
    }

    /** A text as a JSON value. */
    static JsonNode of(String text) {
        return TextNode.valueOf(text);
    }

    /** The tree in a text, when the value is a text that holds one whole JSON value; otherwise the value itself. */
    static JsonNode unfold(JsonNode value) {
        if (!value.isTextual()) {
            return value;
        }
        String text = value.textValue().strip();
        if (!text.startsWith("{") && !text.startsWith("[")) {
            return value;
        }
        try {
            JsonNode tree = WHOLE.readTree(text);
            return tree == null ? MissingNode.getInstance() : tree;
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }

    private static Parsed broken(JsonParser parser) {
        if (parser.getParsingContext().getNestingDepth() >= DEEPEST) {
            return problem(Reason.TOO_DEEP, "nest JSON at most " + DEEPEST + " levels deep");
        }
        if (parser.currentTokenCount() >= MOST_TOKENS) {
            return problem(Reason.TOO_LARGE, "write at most " + MOST_TOKENS + " JSON values per record");
        }
        return problem(Reason.MALFORMED_JSON, "write one JSON object per record (RFC 8259)");
    }

    private static Parsed problem(Reason reason, String remedy) {
        return new Parsed(MissingNode.getInstance(), Optional.of(new Rejected(reason, "", remedy)));
    }
}
