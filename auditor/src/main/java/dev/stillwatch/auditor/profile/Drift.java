// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.profile;

/**
 * How far the mean sketch of the open day lies from that of the days before.
 *
 * @param today sketches of the open day
 * @param past decayed sketches of the days before it
 * @param distanceMicro mean squared difference a bit, less what sampling explains, in millionths; ordinary days of one
 *     application lie near 0, sources of unlike kind above 10,000; 0 while either side has fewer than two sketches
 */
public record Drift(long today, long past, long distanceMicro) {
    /** Nothing compared. */
    public static final Drift NONE = new Drift(0, 0, 0);

    static final double MICRO = 1e6;
}
