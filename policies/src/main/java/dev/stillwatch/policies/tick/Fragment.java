// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.tick;

import dev.stillwatch.policies.exchange.Exchange;

/**
 * One part of a usage record that its log split over several lines, already read and without text.
 *
 * @param correlation what the parts of one record have in common
 * @param part index of the part, from 0
 * @param lastKnown whether this is known to be the last part
 * @param exchange what the part says; a field that another part carries is absent here
 */
public record Fragment(String correlation, int part, boolean lastKnown, Exchange exchange) implements FragmentStream {
    /**
     * Refuses what no reader of the wire format would take.
     *
     * @throws IllegalArgumentException when the correlation is empty or the part negative
     */
    public Fragment {
        if (correlation.isEmpty()) {
            throw new IllegalArgumentException("correlation is empty");
        }
        if (part < 0) {
            throw new IllegalArgumentException("part is negative");
        }
    }
}
