// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.intake;

import com.dynatrace.hash4j.hashing.Hashing;

/** The unkeyed hash of raw records: XXH3, 64 bits, as hash4j has it. Tells copies from conflicting records; no secret. */
public final class ContentHash {
    private ContentHash() {}

    /** The hash of the bytes. */
    public static long of(byte[] raw) {
        return Hashing.xxh3_64().hashBytesToLong(raw);
    }
}
