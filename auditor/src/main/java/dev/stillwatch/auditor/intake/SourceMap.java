// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.intake;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import dev.stillwatch.policies.exchange.Field;
import dev.stillwatch.policies.policy.SourceMapping;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Where the account stands in the records of a format, as the operator said it; goes before the format's own caller.
 * What else of the caller the records name, by which id a record meets the audit log entry that names its caller, and what
 * marks a call that our own limits refused or changed, where the operator said so.
 */
public final class SourceMap {
    /** Nothing said. */
    public static final SourceMap EMPTY = new SourceMap(Map.of(), Map.of(), Map.of(), Map.of());

    private final Map<String, JsonPointer> paths;
    private final Map<String, Join> joins;
    private final Map<String, List<Mark>> limited;
    private final Map<String, Map<Field, JsonPointer>> fields;

    private SourceMap(
            Map<String, JsonPointer> paths,
            Map<String, Join> joins,
            Map<String, List<Mark>> limited,
            Map<String, Map<Field, JsonPointer>> fields) {
        this.paths = paths;
        this.joins = joins;
        this.limited = limited;
        this.fields = fields;
    }

    /**
     * The map of a policy; of two mappings of one format the later holds.
     *
     * @throws IllegalArgumentException when a path is no JSON pointer (RFC 6901)
     */
    public static SourceMap of(List<SourceMapping> mappings) {
        Map<String, JsonPointer> paths = new HashMap<>();
        Map<String, Join> joins = new HashMap<>();
        Map<String, List<Mark>> limited = new HashMap<>();
        Map<String, Map<Field, JsonPointer>> fields = new HashMap<>();
        for (SourceMapping mapping : mappings) {
            try {
                if (!mapping.accountPath().isEmpty()) {
                    paths.put(mapping.format(), JsonPointer.compile(mapping.accountPath()));
                }
                mapping.join()
                        .ifPresent(join -> joins.put(
                                mapping.format(),
                                new Join(JsonPointer.compile(join.usage()), JsonPointer.compile(join.audit()))));
                if (!mapping.limited().isEmpty()) {
                    limited.put(
                            mapping.format(),
                            mapping.limited().stream().map(Mark::of).toList());
                }
                mapping.fields()
                        .forEach((field, path) -> fields.computeIfAbsent(
                                        mapping.format(), format -> new EnumMap<>(Field.class))
                                .put(field, JsonPointer.compile(path)));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "a path of source '" + mapping.format() + "' is no JSON pointer: it starts with '/'", e);
            }
        }
        return new SourceMap(Map.copyOf(paths), Map.copyOf(joins), Map.copyOf(limited), Map.copyOf(fields));
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

    /**
     * What else of the caller stands where the operator said.
     *
     * @param record as of {@link #account}
     */
    Map<Field, String> fields(String format, JsonNode record) {
        Map<Field, JsonPointer> places = fields.getOrDefault(format, Map.of());
        if (places.isEmpty()) {
            return Map.of();
        }
        Map<Field, String> found = new EnumMap<>(Field.class);
        places.forEach((field, path) -> nameAt(path, record).ifPresent(value -> found.put(field, value)));
        return found;
    }

    /** How the two halves of a call of the format meet; empty when the operator asked for no join. */
    Optional<Join> join(String format) {
        return Optional.ofNullable(joins.get(format));
    }

    /**
     * Whether our own limits refused or changed the call; empty when nothing was said about the format, or nothing stands
     * where it was said to.
     *
     * @param record as of {@link #account}
     */
    Optional<Boolean> limited(String format, JsonNode record) {
        Optional<Boolean> says = Optional.empty();
        for (Mark mark : limited.getOrDefault(format, List.of())) {
            JsonNode value = record.at(mark.path());
            if (mark.isIn(value)) {
                return Optional.of(true);
            }
            says = value.isMissingNode() ? says : Optional.of(false);
        }
        return says;
    }

    private static Optional<String> nameAt(JsonPointer path, JsonNode record) {
        JsonNode value = record.at(path);
        // A dash is how access logs print a missing value, in whatever format they are sent on; others leave it empty.
        return (value.isTextual()
                                && !value.textValue().isEmpty()
                                && !value.textValue().equals("-"))
                        || value.isIntegralNumber()
                ? Optional.of(value.asText())
                : Optional.empty();
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

    /** Where a record says that our own limits met it, and what it says then, in lower case. */
    private record Mark(JsonPointer path, Set<String> values) {
        static Mark of(SourceMapping.LimitedMark mark) {
            return new Mark(
                    JsonPointer.compile(mark.path()),
                    mark.values().stream()
                            .map(value -> value.toLowerCase(Locale.ROOT))
                            .collect(Collectors.toUnmodifiableSet()));
        }

        boolean isIn(JsonNode value) {
            if (value.isArray()) {
                for (JsonNode element : value) {
                    if (element.isValueNode() && isIn(element)) {
                        return true;
                    }
                }
                return false;
            }
            return value.isValueNode()
                    && Arrays.stream(value.asText().split(",", -1))
                            .anyMatch(part -> values.contains(part.strip().toLowerCase(Locale.ROOT)));
        }
    }
}
