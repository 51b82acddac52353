// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.intake;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import dev.stillwatch.policies.policy.Policy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where the account stands in the records of a format, as the operator said it; goes before the format's own caller. */
public final class SourceMap {
    /** Nothing said. */
    public static final SourceMap EMPTY = new SourceMap(Map.of());

    private final Map<String, JsonPointer> paths;

    private SourceMap(Map<String, JsonPointer> paths) {
        this.paths = paths;
    }

    /**
     * The map of a policy; of two mappings of one format the later holds.
     *
     * @throws IllegalArgumentException when a path is no JSON pointer (RFC 6901)
     */
    public static SourceMap of(List<Policy.SourceMapping> mappings) {
        Map<String, JsonPointer> paths = new HashMap<>();
        for (Policy.SourceMapping mapping : mappings) {
            try {
                paths.put(mapping.format(), JsonPointer.compile(mapping.accountPath()));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "the account path of source '" + mapping.format() + "' is no JSON pointer: it starts with '/'",
                        e);
            }
        }
        return new SourceMap(Map.copyOf(paths));
    }

    /**
     * The account of a record.
     *
     * @param record the object that the pointer starts from: the raw record, or for OpenTelemetry one span or log record
     *     as {@code {"attributes":{…},"resource":{…}}}
     */
    Optional<String> account(String format, JsonNode record) {
        JsonPointer path = paths.get(format);
        if (path == null) {
            return Optional.empty();
        }
        JsonNode value = record.at(path);
        return value.isTextual() || value.isIntegralNumber() ? Optional.of(value.asText()) : Optional.empty();
    }
}
