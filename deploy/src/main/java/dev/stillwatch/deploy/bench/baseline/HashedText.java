// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.baseline;

import java.util.Locale;

/** A text as a unit vector of hashed words and word pairs. */
final class HashedText {
    private static final int SIZE = 256;

    private HashedText() {}

    static float[] of(String text) {
        float[] vector = new float[SIZE];
        int previous = 0;
        for (String word : text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+", 200)) {
            int hash = word.hashCode() * 0x9E3779B9;
            add(vector, hash);
            add(vector, (hash ^ previous * 31) * 0x85EBCA6B);
            previous = hash;
        }
        double square = 0;
        for (float value : vector) {
            square += (double) value * value;
        }
        float norm = (float) Math.sqrt(Math.max(square, 1e-12));
        for (int i = 0; i < SIZE; i++) {
            vector[i] /= norm;
        }
        return vector;
    }

    private static void add(float[] vector, int hash) {
        vector[hash >>> 24] += (hash >>> 23 & 1) == 0 ? 1 : -1;
    }

    static double squaredDistance(float[] a, float[] b) {
        // Four sums that need not wait for each other: most of the time of a two-sample test is spent here.
        double first = 0;
        double second = 0;
        double third = 0;
        double fourth = 0;
        int i = 0;
        for (; i + 3 < a.length; i += 4) {
            first += square(a[i] - b[i]);
            second += square(a[i + 1] - b[i + 1]);
            third += square(a[i + 2] - b[i + 2]);
            fourth += square(a[i + 3] - b[i + 3]);
        }
        for (; i < a.length; i++) {
            first += square(a[i] - b[i]);
        }
        return first + second + third + fourth;
    }

    private static double square(double difference) {
        return difference * difference;
    }
}
