// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.clock;

/**
 * How far one source partition has got: the greatest event time seen. Commutes over the records of the partition; one
 * record with a clock that runs ahead cannot carry it past the record's own arrival by more than the lead.
 */
public final class SourceClock {
    /** Nothing seen. */
    public static final long NOTHING = Long.MIN_VALUE;

    private final long lead;
    private long watermark;

    /**
     * A clock.
     *
     * @param lead how far event time may run ahead of arrival, milliseconds; {@code Long.MAX_VALUE} for no bound
     * @param watermark what an earlier clock of the same source had reached, or {@link #NOTHING}
     */
    public SourceClock(long lead, long watermark) {
        this.lead = lead;
        this.watermark = watermark;
    }

    /** A record of the source: its event time and its arrival, milliseconds since 1970. */
    public void observe(long eventTime, long arrival) {
        long bound = arrival > Long.MAX_VALUE - lead ? Long.MAX_VALUE - 1 : arrival + lead;
        watermark = Math.max(watermark, Math.min(eventTime, bound));
    }

    /** The greatest event time seen, milliseconds since 1970. */
    public long watermark() {
        return watermark;
    }
}
