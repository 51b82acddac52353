// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.sharing;

import java.time.Duration;
import java.util.List;

/**
 * What a party tells of one ring.
 *
 * @param id the STIX identifier
 * @param group id of the sharing group whose key the hashes are under
 * @param from event time from which it holds, milliseconds since 1970
 * @param until event time from which it no longer holds
 * @param accounts accounts of the ring, rounded down
 * @param templates hashes of its templates, one or more
 */
public record SharedIndicator(String id, String group, long from, long until, long accounts, List<Long> templates) {
    /** As long as one holds after it was told, and a day for clocks that go apart. */
    private static final long MOST_MILLIS =
            Duration.ofDays(Bundle.MOST_DAYS + 1).toMillis();

    /** Copies the list. */
    public SharedIndicator {
        templates = List.copyOf(templates);
    }

    /** Whether it holds at an instant. One that ends later than any that was told by then was told in days to come. */
    public boolean isLive(long time) {
        return from <= time && time < until && until - time <= MOST_MILLIS;
    }
}
