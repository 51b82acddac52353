// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.clock;

import dev.stillwatch.policies.policy.Policy;

/**
 * How silent a source is, by the wall clock. It decides when what came last is judged, never what is judged: beyond its
 * last record a source never says more than the end of that record's own bucket.
 */
public enum Silence {
    /** It speaks. */
    NONE,
    /** It no longer holds the others back. */
    IDLE,
    /**
     * For so long that the bucket of its last record would be over by now, had others gone on: when all are as silent,
     * that bucket closes. Earlier would be too early for whoever sends records by the minute.
     */
    LASTING;

    /** After so many milliseconds without a record. */
    public static Silence after(long millis, Policy.Timing timing) {
        if (millis < timing.idle()) {
            return NONE;
        }
        return millis < timing.idle() + grace(timing) ? IDLE : LASTING;
    }

    /**
     * The watermark of a source that is so silent.
     *
     * @param reached the greatest event time that it has seen, or {@link SourceClock#NOTHING}
     */
    public long watermark(long reached, Policy.Timing timing) {
        return this == LASTING && reached != SourceClock.NOTHING ? reached + grace(timing) : reached;
    }

    /** What closes the bucket of the last record, and lets the last parts of split records go. */
    private static long grace(Policy.Timing timing) {
        return Math.max(timing.bucket() + timing.allowance(), timing.mergeWait());
    }
}
