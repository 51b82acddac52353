// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.query;

import java.time.Duration;

/**
 * What a stream may cost.
 *
 * @param clients most streams at once
 * @param patience how long a client may leave what was written unread before it is let go
 * @param heartbeat how often a silent stream says that it lives
 * @param buffer most alerts written but not yet read by the client
 */
public record StreamLimits(int clients, Duration patience, Duration heartbeat, int buffer) {
    /** For analysts' terminals and a few programs. */
    public static final StreamLimits ORDINARY =
            new StreamLimits(32, Duration.ofSeconds(30), Duration.ofSeconds(15), 500);
}
