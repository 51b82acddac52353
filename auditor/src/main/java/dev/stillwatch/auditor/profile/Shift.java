// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.profile;

import java.util.Arrays;

/**
 * Which way an account's prompts of the open day lie from those of its days before: the difference of the two means of
 * sign sketches, for {@link #BITS} of the 512 bits. The bits lie in a random rotation, so any of them stand for all: the
 * squared length of the difference is kept within a relative standard error of sqrt(2 / BITS), 18 % (Johnson and
 * Lindenstrauss, 1984), and differences of different accounts add like vectors. At most 80 bytes. Immutable.
 */
public final class Shift {
    /** Bits of the sketch that are compared. */
    public static final int BITS = 64;

    /** Nothing compared. */
    public static final Shift NONE = new Shift(0, 0, 0, new byte[0]);

    // Version 1 of these bytes were sums of sketches, which nobody read.
    private static final int SUMS = 1;
    private static final int VERSION = 2;
    private static final int STEPS = 127;

    private final int version;
    private final int epoch;
    private final long prompts;
    private final byte[] steps;

    private Shift(int version, int epoch, long prompts, byte[] steps) {
        this.version = version;
        this.epoch = epoch;
        this.prompts = prompts;
        this.steps = steps;
    }

    /** The shift from the past to today; {@link #NONE} where they may not be compared or either has fewer than two. */
    public static Shift between(SketchSum today, SketchSum past) {
        if (!today.comparableWith(past) || today.size() < 2 || past.size() < 2) {
            return NONE;
        }
        byte[] steps = new byte[BITS];
        for (int bit = 0; bit < BITS; bit++) {
            steps[bit] = (byte) Math.round(STEPS * (today.share(bit) - past.share(bit)));
        }
        return new Shift(today.version(), today.epoch(), today.size(), steps);
    }

    /** Prompts of the day. */
    public long prompts() {
        return prompts;
    }

    /** Whether nothing was compared. */
    public boolean isNone() {
        return prompts == 0;
    }

    /** The difference of one bit's shares, -1..1, in steps of 1/127. */
    public double difference(int bit) {
        return (double) steps[bit] / STEPS;
    }

    /** What the bits mean; those of different tables or keys never compare, and of two the greater is the newer. */
    public long table() {
        return (long) epoch << Integer.SIZE | Integer.toUnsignedLong(version);
    }

    /** The wire form; its first byte is the format version. */
    public byte[] encode() {
        WireWriter out = new WireWriter().octet(VERSION).unsigned(prompts);
        if (!isNone()) {
            out.signed(version).signed(epoch);
            for (byte step : steps) {
                out.octet(step & 0xFF);
            }
        }
        return out.toBytes();
    }

    /**
     * Reads {@link #encode}; no bytes, and those of the version before, are {@link #NONE}.
     *
     * @throws CorruptStateException when the bytes are not such a form
     */
    public static Shift decode(byte[] bytes) {
        if (bytes.length == 0 || bytes[0] == SUMS) {
            return NONE;
        }
        WireReader in = new WireReader(bytes).version(VERSION, "the shift of a day");
        long prompts = in.unsigned();
        if (prompts == 0) {
            return NONE;
        }
        int version = (int) in.signed();
        int epoch = (int) in.signed();
        byte[] steps = new byte[BITS];
        for (int bit = 0; bit < BITS; bit++) {
            steps[bit] = (byte) in.octet();
        }
        return new Shift(version, epoch, prompts, steps);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Shift that
                && version == that.version
                && epoch == that.epoch
                && prompts == that.prompts
                && Arrays.equals(steps, that.steps);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(steps) * 31 + Long.hashCode(prompts);
    }

    @Override
    public String toString() {
        return "Shift[" + prompts + "]";
    }
}
