// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.wire;

import dev.stillwatch.policies.proto.FragmentMessage;
import dev.stillwatch.policies.tick.Fragment;
import dev.stillwatch.policies.tick.FragmentStream;
import dev.stillwatch.policies.tick.Tick;

/** Values of {@code stillwatch.fragments}: parts of split records and ticks, told apart by their kind byte. */
public final class FragmentStreamCodec implements Codec<FragmentStream> {
    @Override
    public byte[] encode(FragmentStream value) {
        if (value instanceof Fragment fragment) {
            return Envelope.seal(
                    Kind.FRAGMENT,
                    FragmentMessage.newBuilder()
                            .setCorrelation(fragment.correlation())
                            .setPart(fragment.part())
                            .setLastKnown(fragment.lastKnown())
                            .setExchange(ExchangeMessages.toMessage(fragment.exchange()))
                            .build());
        }
        return TickMessages.encode((Tick) value);
    }

    @Override
    public FragmentStream decode(byte[] bytes) throws WireException {
        if (Envelope.kindCode(bytes) == Kind.TICK.code()) {
            return TickMessages.decode(bytes);
        }
        FragmentMessage message = Envelope.open(Kind.FRAGMENT, FragmentMessage.parser(), bytes);
        return new Fragment(
                Ranges.named(message.getCorrelation(), "correlation"),
                Ranges.count(message.getPart(), "part"),
                message.getLastKnown(),
                ExchangeMessages.fromPart(message.getExchange()));
    }
}
