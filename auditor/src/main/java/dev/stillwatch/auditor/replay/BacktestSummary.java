// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.replay;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.stillwatch.policies.exchange.FieldSet;
import java.util.SortedMap;

/**
 * The counts of a backtest. Law: accepted + merged + rejected, duplicates included, is records.
 *
 * @param records records after framing; members of a batch count one each
 * @param accepted became exchanges that counted
 * @param merged parts that went into another part's exchange
 * @param rejected by reason
 * @param late exchanges that came after their bucket had closed and so revised later standings, by source partition
 * @param notChecked exchanges that were counted without looking for a duplicate of their id
 * @param bucketsClosedEarly buckets judged before their time, because too many exchanges waited
 * @param groupsClosedEarly split records joined before their time, because too many waited for parts
 * @param conflictingIds exchanges that said something else under an id that their account had used before
 * @param unreadable records of the run's own topics that were dropped: none, unless somebody else writes there
 * @param accounts accounts seen
 * @param rings rings found
 * @param alerts findings written
 * @param seconds wall time from the first record read to the last result written
 * @param recordsPerSecond records by seconds
 * @param rejectKinds what was rejected by reason, field and remedy, as far as it reached the broker; in a file of its own
 * @param seen by format, the fields that any of its exchanges had; in a file of its own, with how many had each
 */
@JsonPropertyOrder({
    "records",
    "accepted",
    "merged",
    "rejected",
    "late",
    "not-checked",
    "buckets-closed-early",
    "groups-closed-early",
    "conflicting-ids",
    "unreadable",
    "accounts",
    "rings",
    "alerts",
    "seconds",
    "records_per_second"
})
public record BacktestSummary(
        long records,
        long accepted,
        long merged,
        SortedMap<String, Long> rejected,
        SortedMap<Integer, Long> late,
        @JsonProperty("not-checked") long notChecked,
        @JsonProperty("buckets-closed-early") long bucketsClosedEarly,
        @JsonProperty("groups-closed-early") long groupsClosedEarly,
        @JsonProperty("conflicting-ids") long conflictingIds,
        long unreadable,
        long accounts,
        long rings,
        long alerts,
        double seconds,
        @JsonProperty("records_per_second") double recordsPerSecond,
        @JsonIgnore SortedMap<RejectKind, Long> rejectKinds,
        @JsonIgnore SortedMap<String, FieldSet> seen) {

    /** Whether the law holds: every count is taken from what the run wrote, none is a remainder. */
    boolean adds() {
        return accepted
                        + merged
                        + rejected.values().stream().mapToLong(Long::longValue).sum()
                == records;
    }
}
