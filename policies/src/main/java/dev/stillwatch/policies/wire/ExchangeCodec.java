// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.wire;

import dev.stillwatch.policies.exchange.Exchange;
import dev.stillwatch.policies.proto.ExchangeMessage;

/** An exchange alone, for example in a store. The bytes are those that {@link ExchangeStreamCodec} gives an arrival. */
public final class ExchangeCodec implements Codec<Exchange> {
    @Override
    public byte[] encode(Exchange exchange) {
        return Envelope.seal(Kind.EXCHANGE, ExchangeMessages.toMessage(exchange));
    }

    @Override
    public Exchange decode(byte[] bytes) throws WireException {
        return ExchangeMessages.fromMessage(Envelope.open(Kind.EXCHANGE, ExchangeMessage.parser(), bytes));
    }
}
