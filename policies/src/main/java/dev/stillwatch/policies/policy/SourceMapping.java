// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.policy;

import dev.stillwatch.policies.exchange.Field;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an operator says of a format: where its records name the caller, and what else of him.
 *
 * @param format name of the format
 * @param accountPath JSON pointer (RFC 6901) into the raw record; empty when the format's own place of the caller holds
 * @param join by which id a record meets the one that names its caller; empty when each stands alone
 * @param limited what marks a call that our own limits refused or changed; none where the format's own field holds
 * @param fields JSON pointers to what else of the caller the operator's gateway logs and the format has no place for
 */
public record SourceMapping(
        String format, String accountPath, Optional<Join> join, List<LimitedMark> limited, Map<Field, String> fields) {
    /** Copies the list and the map, which keeps the order of the fields. */
    public SourceMapping {
        limited = List.copyOf(limited);
        Map<Field, String> sorted = new EnumMap<>(Field.class);
        sorted.putAll(fields);
        fields = Collections.unmodifiableMap(sorted);
    }

    /** Of the account alone. */
    public SourceMapping(String format, String accountPath) {
        this(format, accountPath, Optional.empty(), List.of(), Map.of());
    }

    /**
     * Where a record says that our own limits refused or changed its call, so that they are no evidence.
     *
     * @param path JSON pointer (RFC 6901) into the raw record
     * @param values any of these there says so, whatever their case; of a text with commas each part counts
     */
    public record LimitedMark(String path, List<String> values) {
        /** Copies the list. */
        public LimitedMark {
            values = List.copyOf(values);
        }
    }

    /**
     * Where the two halves of a call carry the id by which they meet.
     *
     * @param usage JSON pointer into the usage record
     * @param audit JSON pointer into the audit log entry
     */
    public record Join(String usage, String audit) {
        /**
         * A request-response row's {@code request_id} and an audit entry's {@code operation.id}: both are 64-bit decimal
         * numbers. That they are the same number is an assumption (docs/decisions/0007-vertex-join.md).
         */
        public static final Join DEFAULT = new Join("/request_id", "/operation/id");
    }
}
