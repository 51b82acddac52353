// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.policies.exchange.SignSketch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Adding in one array gives to the integer what one sum a step gave; the bytes are those of the plainest form. */
class AddedSketchesTest {
    @Test
    void shouldAddAndDecayInOnePassAsStepByStep() {
        Random random = new Random(7);
        for (int run = 0; run < 300; run++) {
            SketchSum.Adder adder = new SketchSum.Adder();
            Plain plain = Plain.NONE;
            for (int step = random.nextInt(12); step > 0; step--) {
                switch (random.nextInt(3)) {
                    case 0 -> {
                        SignSketch sketch = sketch(random);
                        adder.add(sketch);
                        plain = plain.combine(Plain.of(sketch));
                    }
                    case 1 -> {
                        List<SignSketch> several = several(random);
                        adder.add(several.stream().map(SketchSum::of).reduce(SketchSum.EMPTY, SketchSum::combine));
                        plain = plain.combine(several.stream().map(Plain::of).reduce(Plain.NONE, Plain::combine));
                    }
                    default -> {
                        int days = random.nextInt(20) * random.nextInt(20);
                        adder.decay(days, 14);
                        plain = plain.decayed(days, 14);
                    }
                }
            }
            SketchSum sum = adder.sum();
            assertThat(sum.encode()).isEqualTo(plain.encode());
            assertThat(SketchSum.decode(sum.encode())).isEqualTo(sum);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 9, 13, 31, 33, 57, 63, 64})
    void shouldPackEveryWidthBitByBitAndReadItBack(int width) {
        Random random = new Random(width);
        for (int count : new int[] {1, 3, 8, 64, 512}) {
            long[] values = random.longs(count)
                    .map(value -> width == 0 ? 0 : value >>> Long.SIZE - width)
                    .toArray();
            values[0] = width == 0 ? 0 : -1L >>> Long.SIZE - width;

            byte[] bytes = new WireWriter().packed(values, 0).octet(99).toBytes();

            assertThat(bytes).startsWith(plainly(values, width)).endsWith(99);
            WireReader in = new WireReader(bytes);
            assertThat(in.packed(count)).isEqualTo(values);
            assertThat(in.octet()).isEqualTo(99);
        }
    }

    private static byte[] plainly(long[] values, int width) {
        byte[] bytes = new byte[1 + (values.length * width + 7) / 8];
        bytes[0] = (byte) width;
        for (int bit = 0; bit < values.length * width; bit++) {
            bytes[1 + bit / 8] |= (byte) ((values[bit / width] >>> bit % width & 1) << bit % 8);
        }
        return bytes;
    }

    private static List<SignSketch> several(Random random) {
        List<SignSketch> several = new ArrayList<>();
        for (int left = random.nextInt(6); left > 0; left--) {
            several.add(sketch(random));
        }
        return several;
    }

    // Mostly of one table and epoch; versions compare unsigned.
    private static SignSketch sketch(Random random) {
        if (random.nextInt(12) == 0) {
            return SignSketch.NONE;
        }
        int version = random.nextInt(30) == 0 ? -5 : 5;
        int epoch = random.nextInt(20) == 0 ? 2 : 1;
        return SignSketch.of(version, epoch, random.longs(SignSketch.WORDS).toArray());
    }

    /** The definition: every step makes another sum. */
    private record Plain(int version, int epoch, long size, long[] ones) {
        static final Plain NONE = new Plain(0, 0, 0, new long[0]);

        static Plain of(SignSketch sketch) {
            return sketch.isNone()
                    ? NONE
                    : new Plain(
                            sketch.version(),
                            sketch.epoch(),
                            Decay.ONE,
                            IntStream.range(0, SignSketch.BITS)
                                    .mapToLong(i -> (sketch.word(i / Long.SIZE) >>> i % Long.SIZE & 1) * Decay.ONE)
                                    .toArray());
        }

        Plain combine(Plain other) {
            if (size == 0 || other.size == 0) {
                return size == 0 ? other : this;
            }
            if (version != other.version || epoch != other.epoch) {
                boolean newer = epoch != other.epoch
                        ? epoch > other.epoch
                        : Integer.compareUnsigned(version, other.version) > 0;
                return newer ? this : other;
            }
            long[] sum = IntStream.range(0, ones.length)
                    .mapToLong(i -> ones[i] + other.ones[i])
                    .toArray();
            return new Plain(version, epoch, size + other.size, sum);
        }

        Plain decayed(int days, int halfLifeDays) {
            if (days == 0 || size == 0) {
                return this;
            }
            Decay decay = Decay.over(days, halfLifeDays);
            long left = decay.apply(size);
            return left == 0
                    ? NONE
                    : new Plain(
                            version,
                            epoch,
                            left,
                            Arrays.stream(ones).map(decay::apply).toArray());
        }

        byte[] encode() {
            WireWriter out = new WireWriter().octet(1).unsigned(size);
            if (size > 0) {
                long all = Arrays.stream(ones).reduce(size, (a, b) -> a | b);
                int shift = (all & Decay.ONE - 1) == 0 ? Decay.FRACTION : 0;
                long[] shifted =
                        Arrays.stream(ones).map(count -> count >>> shift).toArray();
                long most = Arrays.stream(shifted).reduce(0, (a, b) -> a | b);
                out.signed(version).signed(epoch).octet(shift);
                for (byte octet : plainly(shifted, Long.SIZE - Long.numberOfLeadingZeros(most))) {
                    out.octet(octet);
                }
            }
            return out.toBytes();
        }
    }
}
