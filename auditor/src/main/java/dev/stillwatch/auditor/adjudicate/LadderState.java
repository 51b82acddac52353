// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.adjudicate;

import dev.stillwatch.policies.standing.Tier;

/**
 * Where a subject stood on the ladder when its last whole day settled.
 *
 * @param tier the settled rung
 * @param since event time at which the rung was settled, milliseconds since 1970
 * @param daysBelow whole days in a row on which the score was too low for the rung
 * @param settled end of the last settled day, event time; 0 when none has settled
 */
public record LadderState(Tier tier, long since, int daysBelow, long settled) {
    /** Longest encoding, in bytes. */
    public static final int MOST_BYTES = 1 + 1 + 10 + 5 + 10;

    /** A subject of whom nothing is known. */
    public static final LadderState START = new LadderState(Tier.CLEAR, 0, 0, 0);

    private static final int VERSION = 1;

    /** The versioned bytes: round-trips through {@link #decode}. */
    public byte[] encode() {
        return new ByteWriter()
                .number(VERSION)
                .number(tier.ordinal())
                .number(since)
                .number(daysBelow)
                .number(settled)
                .bytes();
    }

    /**
     * Reads {@link #encode} back.
     *
     * @throws IllegalArgumentException when the bytes are of another version or not whole
     */
    public static LadderState decode(byte[] bytes) {
        ByteReader in = new ByteReader(bytes);
        in.expect(VERSION, "ladder state");
        return new LadderState(in.constant(Tier.values()), in.number(), in.integer(), in.number());
    }
}
