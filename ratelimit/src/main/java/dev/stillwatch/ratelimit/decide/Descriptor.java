// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.decide;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What one limit is looked up by, outermost pair first.
 *
 * @param entries the pairs, at least one
 * @param override a limit that the gateway brings and that goes before the file's, empty when none
 * @param hits how much is counted, at least 0, where 0 only looks; empty takes the request's
 * @param giveBack whether hits are given back instead of taken ({@code is_negative_hits})
 */
public record Descriptor(List<Entry> entries, Optional<Rate> override, OptionalLong hits, boolean giveBack) {
    /** Copies the list. */
    public Descriptor {
        entries = List.copyOf(entries);
        if (entries.isEmpty()) {
            throw new IllegalArgumentException("a descriptor needs at least one entry");
        }
        if (hits.isPresent() && hits.getAsLong() < 0) {
            throw new IllegalArgumentException("negative hits: " + hits.getAsLong());
        }
    }

    /** One that takes what the request says and brings no limit of its own. */
    public static Descriptor of(Entry... entries) {
        return new Descriptor(List.of(entries), Optional.empty(), OptionalLong.empty(), false);
    }
}
