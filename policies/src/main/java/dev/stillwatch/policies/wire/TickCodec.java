// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.wire;

import dev.stillwatch.policies.tick.Tick;

/** Ticks where they travel beside other values. */
public final class TickCodec implements Codec<Tick> {
    /** Whether the bytes are a tick, by their kind alone. */
    public static boolean isTick(byte[] bytes) {
        return bytes.length > 1 && bytes[1] == Kind.TICK.code();
    }

    @Override
    public byte[] encode(Tick tick) {
        return TickMessages.encode(tick);
    }

    @Override
    public Tick decode(byte[] bytes) throws WireException {
        return TickMessages.decode(bytes);
    }
}
