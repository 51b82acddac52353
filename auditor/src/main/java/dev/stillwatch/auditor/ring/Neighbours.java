// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.ring;

import java.util.Arrays;

/**
 * Parties on a circle, and which of the next {@link #REACH} each of them is alike with: has an artefact in common. Worked
 * out once for a party and kept, as bits, so that counting the pairs of a stretch of the circle costs some words a party,
 * however much the parties have. One thread. Memory: 64 bytes a party asked about, 8 an artefact and party.
 */
final class Neighbours {
    /** How far on a party is compared. */
    static final int REACH = 512;

    private static final int WORDS = REACH / Long.SIZE;

    /** Artefacts, party by party in the order of the circle: those of one begin at its number in the second. */
    private final int[] artefacts;

    private final int[] firstOf;
    /** Places on the circle with each artefact, ascending: those of one begin at its number in the second. */
    private final int[] holders;

    private final int[] firstWith;
    private final long[][] alike;

    /**
     * Of a circle.
     *
     * @param artefacts what the parties have, one after the other, by number
     * @param firstOf where in it each party's begin, and at the end how many there are
     * @param kinds how many numbers of artefacts there are
     */
    Neighbours(int[] artefacts, int[] firstOf, int kinds) {
        this.artefacts = artefacts;
        this.firstOf = firstOf;
        this.alike = new long[firstOf.length - 1][];
        this.firstWith = new int[kinds + 1];
        for (int artefact : artefacts) {
            firstWith[artefact + 1]++;
        }
        Arrays.parallelPrefix(firstWith, Integer::sum);
        this.holders = new int[artefacts.length];
        int[] next = firstWith.clone();
        for (int place = 0; place < alike.length; place++) {
            for (int at = firstOf[place]; at < firstOf[place + 1]; at++) {
                holders[next[artefacts[at]]++] = place;
            }
        }
    }

    /**
     * Pairs of a stretch that are alike.
     *
     * @param start a place on the circle
     * @param chosen which of the {@link #REACH} places from there on are compared, as bits; no place twice
     */
    long pairs(int start, long[] chosen) {
        int end = end(chosen);
        long pairs = 0;
        for (int offset = 0; offset < end; offset++) {
            if ((chosen[offset / Long.SIZE] >>> offset & 1) != 0) {
                long[] row = alike((start + offset) % alike.length);
                // The row begins at the next place.
                for (int word = 0; offset + 1 + word * Long.SIZE < end; word++) {
                    pairs += Long.bitCount(row[word] & from(chosen, offset + 1 + word * Long.SIZE));
                }
            }
        }
        return pairs;
    }

    /** The number after the last bit that is set. */
    private static int end(long[] bits) {
        int word = bits.length;
        while (word > 0 && bits[word - 1] == 0) {
            word--;
        }
        return word == 0 ? 0 : word * Long.SIZE - Long.numberOfLeadingZeros(bits[word - 1]);
    }

    /** The 64 bits from one on; beyond the end there are none. */
    private static long from(long[] bits, int bit) {
        int word = bit / Long.SIZE;
        int shift = bit % Long.SIZE;
        long low = bits[word] >>> shift;
        return shift == 0 || word + 1 == WORDS ? low : low | bits[word + 1] << Long.SIZE - shift;
    }

    private long[] alike(int place) {
        if (alike[place] == null) {
            alike[place] = look(place);
        }
        return alike[place];
    }

    private long[] look(int place) {
        long[] row = new long[WORDS];
        int size = alike.length;
        for (int at = firstOf[place]; at < firstOf[place + 1]; at++) {
            int first = firstWith[artefacts[at]];
            int end = firstWith[artefacts[at] + 1];
            // Its holders in the order of the circle, from the next one on and once round.
            int own = Arrays.binarySearch(holders, first, end, place);
            for (int step = 1; step < end - first; step++) {
                int after = own + step < end ? own + step : own + step - (end - first);
                int ahead = Math.floorMod(holders[after] - place, size) - 1;
                if (ahead >= REACH) {
                    break;
                }
                row[ahead / Long.SIZE] |= 1L << ahead;
            }
        }
        return row;
    }
}
