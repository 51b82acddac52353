// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.wire;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import dev.stillwatch.policies.exchange.Exchange;
import dev.stillwatch.policies.proto.ExchangeMessage;
import dev.stillwatch.policies.wire.WireException.Fault;
import java.io.IOException;

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

    /** The event time of an encoded exchange, without reading the rest of it: its field is written first. */
    long timeOf(byte[] bytes) throws WireException {
        Envelope.check(Kind.EXCHANGE, bytes);
        try {
            CodedInputStream in = CodedInputStream.newInstance(bytes, Envelope.HEADER, bytes.length - Envelope.HEADER);
            boolean first = WireFormat.getTagFieldNumber(in.readTag()) == ExchangeMessage.TIME_FIELD_NUMBER;
            return first ? Ranges.count(in.readUInt64(), "time") : decode(bytes).time();
        } catch (IOException e) {
            throw new WireException(Fault.MALFORMED, "not a whole " + Kind.EXCHANGE + " message", e);
        }
    }
}
