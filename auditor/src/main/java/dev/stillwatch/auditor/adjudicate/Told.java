// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.adjudicate;

import dev.stillwatch.policies.standing.Tier;

/**
 * An alert that has been told for one tier: a repeat of the tier updates it.
 *
 * @param tier the tier
 * @param first end of the bucket that raised it
 * @param policy policy that raised it: with the subject and the bucket it gives the id
 * @param count messages so far
 * @param last event time of the last message
 * @param families families of the last message
 * @param scoreMilli score of the last message
 */
record Told(Tier tier, long first, String policy, long count, long last, long families, long scoreMilli) {
    void write(ByteWriter out) {
        out.number(tier.ordinal()).number(first).text(policy).number(count);
        out.number(last).number(families).number(scoreMilli);
    }

    static Told read(ByteReader in) {
        return new Told(
                in.constant(Tier.values()), in.number(), in.text(), in.number(), in.number(), in.number(), in.number());
    }
}
