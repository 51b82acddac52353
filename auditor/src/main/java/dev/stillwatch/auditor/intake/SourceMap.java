// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.intake;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import dev.stillwatch.policies.policy.Policy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where the account stands in the records of a format, as the operator said it; goes before the format's own caller.
 * And by which id a record meets the audit log entry that names its caller, where the operator asked for that.
 */
public final class SourceMap {
    /** Nothing said. */
    public static final SourceMap EMPTY = new SourceMap(Map.of(), Map.of());

    private final Map<String, JsonPointer> paths;
    private final Map<String, Join> joins;

    private SourceMap(Map<String, JsonPointer> paths, Map<String, Join> joins) {
        this.paths = paths;
        this.joins = joins;
    }

    /**
     * The map of a policy; of two mappings of one format the later holds.
     *
     * @throws IllegalArgumentException when a path is no JSON pointer (RFC 6901)
     */
    public static SourceMap of(List<Policy.SourceMapping> mappings) {
        Map<String, JsonPointer> paths = new HashMap<>();
        Map<String, Join> joins = new HashMap<>();
        for (Policy.SourceMapping mapping : mappings) {
            try {
                if (!mapping.accountPath().isEmpty()) {
                    paths.put(mapping.format(), JsonPointer.compile(mapping.accountPath()));
                }
                mapping.join()
                        .ifPresent(join -> joins.put(
                                mapping.format(),
                                new Join(JsonPointer.compile(join.usage()), JsonPointer.compile(join.audit()))));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "a path of source '" + mapping.format() + "' is no JSON pointer: it starts with '/'", e);
            }
        }
        return new SourceMap(Map.copyOf(paths), Map.copyOf(joins));
    }

    /**
     * The account of a record.
     *
     * @param record the object that the pointer starts from: the raw record, or for OpenTelemetry one span or log record
     *     as {@code {"attributes":{…},"resource":{…}}}
     */
    Optional<String> account(String format, JsonNode record) {
        JsonPointer path = paths.get(format);
        return path == null ? Optional.empty() : nameAt(path, record);
    }

    /** How the two halves of a call of the format meet; empty when the operator asked for no join. */
    Optional<Join> join(String format) {
        return Optional.ofNullable(joins.get(format));
    }

    private static Optional<String> nameAt(JsonPointer path, JsonNode record) {
        JsonNode value = record.at(path);
        return value.isTextual() || value.isIntegralNumber() ? Optional.of(value.asText()) : Optional.empty();
    }

    /** Where each half of a call carries the id that both share. */
    record Join(JsonPointer usage, JsonPointer audit) {
        Optional<String> ofUsage(JsonNode record) {
            return nameAt(usage, record);
        }

        Optional<String> ofAudit(JsonNode entry) {
            return nameAt(audit, entry);
        }
    }
}
