// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.wire;

import java.util.Random;

/** Random parts of values. Golden bytes rest on what each draws, and in which order. */
abstract class Draws {
    final Random random;

    Draws(Random random) {
        this.random = random;
    }

    final long below(long bound) {
        return Math.floorMod(random.nextLong(), bound);
    }

    final long hash() {
        return random.nextInt(3) == 0 ? 0 : random.nextLong();
    }

    final long count() {
        return random.nextLong() >>> (1 + random.nextInt(63));
    }

    final int small() {
        return random.nextInt() >>> (1 + random.nextInt(31));
    }

    final long[] longs(int length) {
        return random.longs(length).toArray();
    }

    final String name() {
        return "n" + text();
    }

    final String text() {
        int[] points = random.ints(random.nextInt(20), 1, 0x10000)
                .filter(c -> !Character.isSurrogate((char) c))
                .toArray();
        return new String(points, 0, points.length);
    }

    final <E> E pick(E[] values) {
        return values[random.nextInt(values.length)];
    }
}
