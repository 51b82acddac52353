// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.wire;

import dev.stillwatch.policies.proto.RejectMessage;
import dev.stillwatch.policies.reject.Reject;

/** Values of {@code stillwatch.rejects}. */
public final class RejectCodec implements Codec<Reject> {
    @Override
    public byte[] encode(Reject reject) {
        return Envelope.seal(
                Kind.REJECT,
                RejectMessage.newBuilder()
                        .setSource(reject.source())
                        .setPartition(reject.partition())
                        .setOffset(reject.offset())
                        .setReason(reject.reason())
                        .setField(reject.field())
                        .setRemedy(reject.remedy())
                        .build());
    }

    @Override
    public Reject decode(byte[] bytes) throws WireException {
        RejectMessage message = Envelope.open(Kind.REJECT, RejectMessage.parser(), bytes);
        return new Reject(
                message.getSource(),
                Ranges.count(message.getPartition(), "partition"),
                Ranges.count(message.getOffset(), "offset"),
                Ranges.named(message.getReason(), "reason"),
                message.getField(),
                message.getRemedy());
    }
}
