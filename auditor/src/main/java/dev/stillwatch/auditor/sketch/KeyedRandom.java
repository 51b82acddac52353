// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.sketch;

import java.nio.ByteBuffer;
import java.security.MessageDigest;

/**
 * Random numbers that follow from a secret: SHA-256 of the secret and a counter. Without the secret they cannot be
 * guessed; with it they are the same on every machine. One thread.
 */
final class KeyedRandom {
    private final MessageDigest digest = Sha256.digest();
    private final byte[] secret;
    private long counter;
    private ByteBuffer block = ByteBuffer.allocate(0);

    KeyedRandom(byte[] secret) {
        this.secret = secret.clone();
    }

    long nextLong() {
        if (!block.hasRemaining()) {
            digest.update(secret);
            digest.update(ByteBuffer.allocate(Long.BYTES).putLong(0, counter++));
            block = ByteBuffer.wrap(digest.digest());
        }
        return block.getLong();
    }

    /** A standard normal deviate, by the polar method of Marsaglia. */
    double nextGaussian() {
        while (true) {
            double x = nextUniform();
            double y = nextUniform();
            double square = x * x + y * y;
            if (square < 1 && square > 0) {
                return x * Math.sqrt(-2 * StrictMath.log(square) / square);
            }
        }
    }

    private double nextUniform() {
        return (nextLong() >> 11) * 0x1.0p-52;
    }
}
