// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.sharing;

/** How large a ring is, as others hear it: the greatest of 1, 3, 10, 30, 100 and so on that is not above the count. */
final class RingSize {
    private static final long MOST = 1_000_000;

    private RingSize() {}

    static long atLeast(long accounts) {
        long size = 1;
        for (long power = 1; power <= MOST; power *= 10) {
            size = accounts >= power ? power : size;
            size = accounts >= 3 * power ? 3 * power : size;
        }
        return size;
    }
}
