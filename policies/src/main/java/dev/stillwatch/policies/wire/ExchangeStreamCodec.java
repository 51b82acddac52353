// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.wire;

import dev.stillwatch.policies.tick.ExchangeStream;
import dev.stillwatch.policies.tick.Tick;
import java.util.OptionalLong;

/** Values of {@code stillwatch.exchanges}: exchanges and ticks, told apart by their kind byte. */
public final class ExchangeStreamCodec implements Codec<ExchangeStream> {
    private final ExchangeCodec exchanges = new ExchangeCodec();

    @Override
    public byte[] encode(ExchangeStream value) {
        if (value instanceof ExchangeStream.Arrival arrival) {
            return exchanges.encode(arrival.exchange());
        }
        return TickMessages.encode((Tick) value);
    }

    @Override
    public ExchangeStream decode(byte[] bytes) throws WireException {
        return Envelope.kindCode(bytes) == Kind.TICK.code()
                ? TickMessages.decode(bytes)
                : new ExchangeStream.Arrival(exchanges.decode(bytes));
    }

    /** The event time of an encoded arrival, without reading the rest of it; empty for a tick. */
    public OptionalLong arrivalTime(byte[] bytes) throws WireException {
        return Envelope.kindCode(bytes) == Kind.TICK.code()
                ? OptionalLong.empty()
                : OptionalLong.of(exchanges.timeOf(bytes));
    }
}
