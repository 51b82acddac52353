// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.policy;

import java.util.List;
import java.util.Optional;

/**
 * Where a format without a caller gets its account.
 *
 * @param format name of the format
 * @param accountPath JSON pointer (RFC 6901) into the raw record; empty when the format's own place of the caller holds
 * @param join by which id a record meets the one that names its caller; empty when each stands alone
 * @param limited what marks a call that our own limits refused or changed; none where the format's own field holds
 */
public record SourceMapping(String format, String accountPath, Optional<Join> join, List<LimitedMark> limited) {
    /** Copies the list. */
    public SourceMapping {
        limited = List.copyOf(limited);
    }

    /** Of the account alone. */
    public SourceMapping(String format, String accountPath) {
        this(format, accountPath, Optional.empty(), List.of());
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
