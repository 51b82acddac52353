// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.snapshot;

import java.nio.ByteBuffer;

/**
 * What a counter is called outside its limiter: 128 bits of a keyed hash of what it counts, because values that gateways
 * count by may be secrets, as API keys are. Whoever lacks the deployment's key can neither read it nor make one collide.
 *
 * @param high first 64 bits
 * @param low last 64 bits
 */
public record CounterId(long high, long low) {
    /** Length of the bytes, as they key a record. */
    public static final int BYTES = 16;

    /** The id in the first {@link #BYTES} bytes. */
    public static CounterId of(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new CounterId(buffer.getLong(), buffer.getLong());
    }

    /** The bytes of which it is {@link #of made}. */
    public byte[] bytes() {
        return ByteBuffer.allocate(BYTES).putLong(high).putLong(low).array();
    }
}
