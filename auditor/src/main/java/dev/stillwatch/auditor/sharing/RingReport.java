// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.sharing;

import dev.stillwatch.policies.standing.Tier;
import java.util.List;

/**
 * What a backtest wrote of one ring, as far as it may be shared.
 *
 * @param id the ring's own name; it is not told
 * @param since event time of its first standing, milliseconds since 1970
 * @param accounts how many accounts ever were core
 * @param tier its last one
 * @param families families that spoke against it, by their stable names
 * @param signals ids of the signals that did
 * @param templates hashes of its templates for the sharing group, 16 hexadecimal digits each, sorted
 * @param group id of that group, empty when there is none
 */
public record RingReport(
        String id,
        long since,
        long accounts,
        Tier tier,
        List<String> families,
        List<String> signals,
        List<String> templates,
        String group) {
    /** Copies the lists. */
    public RingReport {
        families = List.copyOf(families);
        signals = List.copyOf(signals);
        templates = List.copyOf(templates);
    }
}
