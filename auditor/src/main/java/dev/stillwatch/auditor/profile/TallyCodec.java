// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.profile;

import dev.stillwatch.policies.exchange.FieldSet;
import java.util.Arrays;

/**
 * The wire form of a tally: version, whether counts are whole, fields, a bitmap of the slots above 0 and their varints,
 * a bitmap of the samples with something in them, and these. Whole tallies (of one day) drop the fractional bits.
 */
final class TallyCodec {
    private static final int VERSION = 2;
    private static final Sample[] SAMPLES = Sample.values();

    private TallyCodec() {}

    static byte[] encode(Tally tally) {
        WireWriter out = new WireWriter().octet(VERSION);
        int shift = isWhole(tally) ? Decay.FRACTION : 0;
        out.octet(shift).unsigned(tally.fields().bits());
        long[] slots = tally.slots();
        out.unsigned((slots.length + Byte.SIZE - 1) / Byte.SIZE);
        for (int start = 0; start < slots.length; start += Byte.SIZE) {
            int bits = 0;
            for (int i = start; i < Math.min(start + Byte.SIZE, slots.length); i++) {
                bits |= slots[i] == 0 ? 0 : 1 << i - start;
            }
            out.octet(bits);
        }
        for (long slot : slots) {
            if (slot != 0) {
                out.unsigned(slot >>> shift);
            }
        }
        DistinctSample[] samples = tally.samples();
        long present = 0;
        for (int i = 0; i < samples.length; i++) {
            present |= samples[i].isEmpty() ? 0 : 1L << i;
        }
        out.unsigned(present);
        for (Sample sample : SAMPLES) {
            if ((present & 1L << sample.ordinal()) != 0) {
                samples[sample.ordinal()].write(out, sample.counted(), shift);
            }
        }
        tally.traces().write(out);
        return out.toBytes();
    }

    static Tally decode(byte[] bytes) {
        WireReader in = new WireReader(bytes).version(VERSION, "a tally");
        int shift = in.octet();
        FieldSet fields = new FieldSet(in.unsigned());
        int[] bitmap = new int[in.size()];
        for (int i = 0; i < bitmap.length; i++) {
            bitmap[i] = in.octet();
        }
        long[] slots = new long[Dial.slots()];
        for (int i = 0; i < bitmap.length * Byte.SIZE; i++) {
            if ((bitmap[i / Byte.SIZE] & 1 << i % Byte.SIZE) != 0) {
                if (i >= slots.length) {
                    throw new CorruptStateException("a tally holds counter " + i + " that this build does not know");
                }
                slots[i] = in.unsigned() << shift;
            }
        }
        DistinctSample[] samples = new DistinctSample[Sample.values().length];
        Arrays.fill(samples, DistinctSample.EMPTY);
        long present = in.unsigned();
        for (Sample sample : SAMPLES) {
            if ((present & 1L << sample.ordinal()) != 0) {
                samples[sample.ordinal()] = DistinctSample.read(in, sample.counted(), shift);
            }
        }
        return new Tally(slots, samples, TraceSample.read(in), fields);
    }

    private static boolean isWhole(Tally tally) {
        long fraction = 0;
        for (long slot : tally.slots()) {
            fraction |= slot;
        }
        if ((fraction & Decay.ONE - 1) != 0) {
            return false;
        }
        for (DistinctSample sample : tally.samples()) {
            if (!sample.isWhole()) {
                return false;
            }
        }
        return true;
    }
}
