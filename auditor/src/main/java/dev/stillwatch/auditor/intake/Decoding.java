// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.intake;

import java.util.List;

/** What a decoder makes of one raw record: never null, never an exception. */
public sealed interface Decoding {
    /**
     * The record was understood. One raw record can hold several (an OTLP batch of spans).
     *
     * @param format the format's name
     * @param records what it held, at least one
     * @param spoiled members of a batch that cannot be used; the rest of the batch stands without them
     */
    record Decoded(String format, List<UsageRecord> records, List<Rejected> spoiled) implements Decoding {
        /** Nothing was spoiled. */
        public Decoded(String format, List<UsageRecord> records) {
            this(format, records, List.of());
        }
    }

    /**
     * The record cannot be used.
     *
     * @param reason stable, named in the README
     * @param field the field at fault, empty when none; a path, never a value
     * @param remedy what the owner of the log can do
     */
    record Rejected(Reason reason, String field, String remedy) implements Decoding {}

    /** Why a record was rejected. The label is public contract: it is a key of {@code summary.json}. */
    enum Reason {
        MALFORMED_JSON("malformed-json"),
        INVALID_UTF8("invalid-utf8"),
        UNKNOWN_FORMAT("unknown-format"),
        TOO_LARGE("too-large"),
        TOO_DEEP("too-deep"),
        NO_TIME("no-time"),
        BAD_TIME("bad-time"),
        TIME_TOO_OLD("time-too-old"),
        TIME_IN_FUTURE("time-in-future"),
        NO_ACCOUNT("no-account"),
        BAD_ACCOUNT("bad-account"),
        WRONG_TYPE("wrong-type"),
        NEGATIVE_VALUE("negative-value"),
        NOT_A_NUMBER("not-a-number"),
        DUPLICATE("duplicate"),
        NOT_USAGE("not-usage"),
        UNMATCHED_FRAGMENT("unmatched-fragment"),
        BAD_CORRELATION("bad-correlation"),
        TOO_MANY_PARTS("too-many-parts"),
        TOO_LATE("too-late");

        private final String label;

        Reason(String label) {
            this.label = label;
        }

        /** The stable name. */
        public String label() {
            return label;
        }
    }
}
