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
    public static final SourceMap EMPTY = new SourceMap(Map.of());

    private final Map<String, Said> formats;

    private SourceMap(Map<String, Said> formats) {
        this.formats = formats;
    }

    /**
     * The map of a policy; of two mappings of one format the later holds.
     *
     * @throws IllegalArgumentException when a path is no JSON pointer (RFC 6901)
     */
    public static SourceMap of(List<SourceMapping> mappings) {
        Map<String, Said> formats = new HashMap<>();
        for (SourceMapping mapping : mappings) {
            try {
                formats.put(mapping.format(), Said.of(mapping));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "a path of source '" + mapping.format() + "' is no JSON pointer: it starts with '/'", e);
            }
        }
        return new SourceMap(Map.copyOf(formats));
    }

    /**
     * The account of a record.
     *
     * @param record the object that the pointer starts from: the raw record, or for OpenTelemetry one span or log record
     *     as {@code {"attributes":{…},"resource":{…}}}
     */
    Optional<String> account(String format, JsonNode record) {
        return said(format).account().flatMap(path -> nameAt(path, record));
    }

    /**
     * What else of the caller stands where the operator said.
     *
     * @param record as of {@link #account}
     */
    Map<Field, String> fields(String format, JsonNode record) {
        Map<Field, JsonPointer> places = said(format).fields();
        if (places.isEmpty()) {
            return Map.of();
        }
        Map<Field, String> found = new EnumMap<>(Field.class);
        places.forEach((field, path) -> nameAt(path, record).ifPresent(value -> found.put(field, value)));
        return found;
    }

    /** How the two halves of a call of the format meet; empty when the operator asked for no join. */
    Optional<Join> join(String format) {
        return said(format).join();
    }

    /**
     * Whether our own limits refused or changed the call; empty when nothing was said about the format, or nothing stands
     * where it was said to.
     *
     * @param record as of {@link #account}
     */
    Optional<Boolean> limited(String format, JsonNode record) {
        Optional<Boolean> says = Optional.empty();
        for (Mark mark : said(format).limited()) {
            JsonNode value = record.at(mark.path());
            if (mark.isIn(value)) {
                return Optional.of(true);
            }
            says = value.isMissingNode() ? says : Optional.of(false);
        }
        return says;
    }

    private Said said(String format) {
        return formats.getOrDefault(format, Said.NOTHING);
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

    /** What was said of one format. */
    private record Said(
            Optional<JsonPointer> account, Optional<Join> join, List<Mark> limited, Map<Field, JsonPointer> fields) {
        static final Said NOTHING = new Said(Optional.empty(), Optional.empty(), List.of(), Map.of());

        static Said of(SourceMapping mapping) {
            Map<Field, JsonPointer> fields = new EnumMap<>(Field.class);
            mapping.fields().forEach((field, path) -> fields.put(field, JsonPointer.compile(path)));
            return new Said(
                    Optional.of(mapping.accountPath())
                            .filter(path -> !path.isEmpty())
                            .map(JsonPointer::compile),
                    mapping.join()
                            .map(join ->
                                    new Join(JsonPointer.compile(join.usage()), JsonPointer.compile(join.audit()))),
                    mapping.limited().stream().map(Mark::of).toList(),
                    fields);
        }
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
