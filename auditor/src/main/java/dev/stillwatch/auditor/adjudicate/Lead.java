// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.adjudicate;

import java.util.Map;
import java.util.TreeMap;

/**
 * The value that may be a day's most frequent one, by one counter: Misra and Gries, "Finding repeated elements" (Science
 * of Computer Programming 2, 1982) with a single place. Of n values of which one came f times, its lead is at most f and
 * at least 2f - n. Does not depend on the order within a bucket. At most 8 bytes in state for a day of 8,000.
 *
 * @param print 32-bit print of the value, 0 when there is none
 * @param by by how many it leads, 0 when there is none
 */
record Lead(int print, long by) {
    static final Lead NONE = new Lead(0, 0);

    /** After a bucket with so many of each value. */
    Lead with(Map<Long, Long> counts) {
        Lead lead = this;
        for (Map.Entry<Long, Long> more : counts.size() < 2 ? counts.entrySet() : new TreeMap<>(counts).entrySet()) {
            lead = lead.with(print(more.getKey()), more.getValue());
        }
        return lead;
    }

    void write(ByteWriter out) {
        out.number(by);
        if (by > 0) {
            out.number(print);
        }
    }

    static Lead read(ByteReader in) {
        long by = in.number();
        return by > 0 ? new Lead(in.integer(), by) : NONE;
    }

    private Lead with(int other, long count) {
        if (print == other && by > 0) {
            return new Lead(print, by + count);
        }
        if (count == by) {
            return NONE;
        }
        return count > by ? new Lead(other, count - by) : new Lead(print, by - count);
    }

    /** The print of a value. */
    static int print(long value) {
        return Long.hashCode(value * 0x9E3779B97F4A7C15L);
    }
}
