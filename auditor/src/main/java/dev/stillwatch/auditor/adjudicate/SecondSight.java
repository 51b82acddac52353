// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.adjudicate;

import dev.stillwatch.policies.ring.ArtefactKind;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Which templates, openings and closings of a day have come before: 256 bits a kind, one a value by its hash. What came
 * stays seen, whatever the order; of n different values that came, the next new one is taken for seen with a chance of
 * 1 - (255/256)^n, which writes a link that nobody shares. At most 97 bytes in state; small days take a byte or two a
 * value.
 */
final class SecondSight {
    private static final List<ArtefactKind> KINDS =
            List.of(ArtefactKind.SKELETON, ArtefactKind.OPENING, ArtefactKind.CLOSING);

    private static final int BITS = 256;
    private static final int WORDS = BITS / Long.SIZE;
    /** From so many bits on the words are shorter than a list. */
    private static final int MANY = 40;

    private final long[] bits;

    private SecondSight(long[] bits) {
        this.bits = bits;
    }

    static SecondSight none() {
        return new SecondSight(new long[KINDS.size() * WORDS]);
    }

    /** Whether links of the kind wait for a second sight. */
    static boolean concerns(ArtefactKind kind) {
        return KINDS.contains(kind);
    }

    /** Whether a value has come before. */
    boolean holds(ArtefactKind kind, long value) {
        int place = place(kind, value);
        return (bits[place / Long.SIZE] >>> place % Long.SIZE & 1) != 0;
    }

    /** The same with more values of the kinds that it concerns. */
    SecondSight with(Map<ArtefactKind, Map<Long, Long>> counts) {
        long[] more = bits.clone();
        for (ArtefactKind kind : KINDS) {
            for (long value : counts.getOrDefault(kind, Map.of()).keySet()) {
                int place = place(kind, value);
                more[place / Long.SIZE] |= 1L << place % Long.SIZE;
            }
        }
        return new SecondSight(more);
    }

    private static int place(ArtefactKind kind, long value) {
        return KINDS.indexOf(kind) * BITS + (int) (value * 0x9E3779B97F4A7C15L >>> 56);
    }

    void write(ByteWriter out) {
        int set = 0;
        for (long word : bits) {
            set += Long.bitCount(word);
        }
        out.number(set < MANY ? set : -1);
        if (set < MANY) {
            int before = 0;
            for (int place = 0; place < bits.length * Long.SIZE; place++) {
                if ((bits[place / Long.SIZE] >>> place % Long.SIZE & 1) != 0) {
                    out.number(place - before);
                    before = place;
                }
            }
            return;
        }
        for (long word : bits) {
            out.word(word);
        }
    }

    static SecondSight read(ByteReader in) {
        SecondSight read = none();
        long set = in.number();
        if (set < 0) {
            for (int i = 0; i < read.bits.length; i++) {
                read.bits[i] = in.word();
            }
            return read;
        }
        int place = 0;
        for (long left = set; left > 0; left--) {
            place += in.integer();
            if (place < 0 || place >= read.bits.length * Long.SIZE) {
                throw new IllegalArgumentException("no bit " + place);
            }
            read.bits[place / Long.SIZE] |= 1L << place % Long.SIZE;
        }
        return read;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SecondSight that && Arrays.equals(bits, that.bits);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bits);
    }

    @Override
    public String toString() {
        return "SecondSight" + Arrays.toString(bits);
    }
}
