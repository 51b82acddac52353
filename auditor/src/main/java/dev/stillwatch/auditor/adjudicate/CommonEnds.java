// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.adjudicate;

import dev.stillwatch.policies.ring.ArtefactKind;
import java.util.Map;

/**
 * How most prompts of a day begin and end. A frame whose words are no instructions to us makes a template of each payload;
 * then its ends are what the prompts have in common. At most 16 bytes in state for a day of 8,000.
 */
record CommonEnds(Lead opening, Lead closing) {
    static final CommonEnds NONE = new CommonEnds(Lead.NONE, Lead.NONE);

    /** After a bucket with so many of each. */
    CommonEnds with(Map<ArtefactKind, Map<Long, Long>> counts) {
        return new CommonEnds(
                opening.with(counts.getOrDefault(ArtefactKind.OPENING, Map.of())),
                closing.with(counts.getOrDefault(ArtefactKind.CLOSING, Map.of())));
    }

    /** Whether at least half of so many prompts begin, or end, with the same words. */
    boolean areHalf(long of) {
        return opening.isHalf(of) || closing.isHalf(of);
    }

    void write(ByteWriter out) {
        opening.write(out);
        closing.write(out);
    }

    static CommonEnds read(ByteReader in) {
        return new CommonEnds(Lead.read(in), Lead.read(in));
    }
}
