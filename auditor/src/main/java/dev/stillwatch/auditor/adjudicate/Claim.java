// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.adjudicate;

import dev.stillwatch.auditor.adjudicate.Finding.PassportFault;
import java.util.Optional;

/**
 * A passport that an account used or claimed on one day.
 *
 * @param passport its id as claimed
 * @param fault what is wrong with it, empty for declared use
 * @param day UTC day, days since 1970
 * @param exchanges exchanges of the day so far
 * @param reported exchanges as last told
 * @param messages messages of it so far
 * @param first end of the bucket of the first message, 0 before it
 * @param policy policy of the first message
 */
record Claim(
        String passport,
        Optional<PassportFault> fault,
        int day,
        long exchanges,
        long reported,
        long messages,
        long first,
        String policy) {
    static Claim first(String passport, Optional<PassportFault> fault, int day) {
        return new Claim(passport, fault, day, 1, 0, 0, 0, "");
    }

    Claim counted() {
        return new Claim(passport, fault, day, exchanges + 1, reported, messages, first, policy);
    }

    /** Told in the first bucket of its day, and with the day's count when the day has closed. */
    boolean isDue(int today) {
        return fault.isPresent() && (messages == 0 || (day < today && exchanges > reported));
    }

    Claim told(long bucketEnd, String by) {
        return new Claim(
                passport,
                fault,
                day,
                exchanges,
                exchanges,
                messages + 1,
                messages == 0 ? bucketEnd : first,
                messages == 0 ? by : policy);
    }

    void write(ByteWriter out) {
        out.text(passport).number(fault.map(f -> f.ordinal() + 1).orElse(0)).number(day);
        out.number(exchanges).number(reported).number(messages).number(first).text(policy);
    }

    static Claim read(ByteReader in) {
        String passport = in.text();
        int fault = in.integer();
        if (fault < 0 || fault > PassportFault.values().length) {
            throw new IllegalArgumentException("no fault of a passport " + fault);
        }
        return new Claim(
                passport,
                fault == 0 ? Optional.empty() : Optional.of(PassportFault.values()[fault - 1]),
                in.integer(),
                in.number(),
                in.number(),
                in.number(),
                in.number(),
                in.text());
    }
}
