// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.profile;

import java.util.Arrays;

/**
 * In which five minutes of one UTC day an account was active: one bit each, so that it does not depend on the order in
 * which exchanges come. At most 46 bytes. Immutable.
 */
public final class Rhythm {
    /** Length of a bin, milliseconds. */
    public static final long BIN_MILLIS = 300_000;

    /** Bins of an hour. */
    public static final int BINS_AN_HOUR = 12;

    /** Never active. */
    public static final Rhythm NONE = new Rhythm(Integer.MIN_VALUE, new long[5]);

    private static final int BINS = 24 * BINS_AN_HOUR;
    /** From so many bins on a bit for each is shorter than a list. */
    private static final int MANY = 24;

    private final int day;
    private final long[] bins;

    private Rhythm(int day, long[] bins) {
        this.day = day;
        this.bins = bins;
    }

    /** The UTC day, {@link Integer#MIN_VALUE} for {@link #NONE}. */
    public int day() {
        return day;
    }

    /** The same, active at more instants of its day too; instants of other days are passed over. */
    public Rhythm with(int ofDay, long... times) {
        long[] more = ofDay == day ? bins.clone() : new long[bins.length];
        for (long time : times) {
            if (DayCell.dayOf(time) == ofDay) {
                int bin = (int) ((time - ofDay * DayCell.MILLIS) / BIN_MILLIS);
                more[bin / Long.SIZE] |= 1L << bin % Long.SIZE;
            }
        }
        return new Rhythm(ofDay, more);
    }

    /** The bins of an hour of the day, 0..23, one bit each, the first the lowest. */
    public int hour(int hour) {
        int bits = 0;
        for (int i = 0; i < BINS_AN_HOUR; i++) {
            bits |= isActive(hour * BINS_AN_HOUR + i) ? 1 << i : 0;
        }
        return bits;
    }

    private boolean isActive(int bin) {
        return (bins[bin / Long.SIZE] >>> bin % Long.SIZE & 1) != 0;
    }

    /** The wire form. */
    public byte[] encode() {
        WireWriter out = new WireWriter();
        write(out);
        return out.toBytes();
    }

    /**
     * Reads {@link #encode}.
     *
     * @throws CorruptStateException when the bytes are not such a form
     */
    public static Rhythm decode(byte[] bytes) {
        return read(new WireReader(bytes));
    }

    void write(WireWriter out) {
        int active = Arrays.stream(bins).mapToInt(Long::bitCount).sum();
        out.signed(day).unsigned(Math.min(active, MANY));
        if (active >= MANY) {
            for (long word : bins) {
                out.fixed64(word);
            }
            return;
        }
        int before = 0;
        for (int bin = 0; bin < BINS; bin++) {
            if (isActive(bin)) {
                out.unsigned(bin - before);
                before = bin;
            }
        }
    }

    static Rhythm read(WireReader in) {
        int day = (int) in.signed();
        long[] bins = new long[NONE.bins.length];
        long active = in.unsigned();
        if (active >= MANY) {
            Arrays.setAll(bins, i -> in.fixed64());
            return new Rhythm(day, bins);
        }
        long bin = 0;
        for (long left = active; left > 0; left--) {
            bin += in.unsigned();
            if (bin < 0 || bin >= BINS) {
                throw new CorruptStateException("a day has " + BINS + " bins, no " + bin);
            }
            bins[(int) bin / Long.SIZE] |= 1L << bin % Long.SIZE;
        }
        return new Rhythm(day, bins);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Rhythm that && day == that.day && Arrays.equals(bins, that.bins);
    }

    @Override
    public int hashCode() {
        return 31 * day + Arrays.hashCode(bins);
    }

    @Override
    public String toString() {
        return "Rhythm[" + day + " " + Arrays.toString(bins) + "]";
    }
}
