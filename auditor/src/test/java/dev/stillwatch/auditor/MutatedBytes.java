// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Bad bytes of good ones: cut, lengthened, overwritten. The same good bytes give the same bad ones. */
public final class MutatedBytes {
    private MutatedBytes() {}

    /** So many mutants. */
    public static Stream<byte[]> of(byte[] good, int count) {
        Random random = new Random(20_261_124);
        return IntStream.range(0, count).mapToObj(i -> mutate(good, random));
    }

    private static byte[] mutate(byte[] good, Random random) {
        byte[] bytes = Arrays.copyOf(
                good,
                switch (random.nextInt(4)) {
                    case 0 -> random.nextInt(good.length);
                    case 1 -> good.length + random.nextInt(9);
                    default -> good.length;
                });
        for (int n = bytes.length == 0 ? 0 : random.nextInt(5); n > 0; n--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        return bytes;
    }
}
