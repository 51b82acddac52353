// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.wire;

import dev.stillwatch.policies.proto.TickMessage;
import dev.stillwatch.policies.tick.Tick;
import dev.stillwatch.policies.wire.WireException.Fault;

/** Ticks to bytes and back; the same bytes on both topics that carry them. */
final class TickMessages {
    private TickMessages() {}

    static byte[] encode(Tick tick) {
        return Envelope.seal(
                Kind.TICK,
                TickMessage.newBuilder()
                        .setSource(tick.source())
                        .setSources(tick.sources())
                        .setWatermark(tick.watermark())
                        .setIdle(tick.idle())
                        .build());
    }

    static Tick decode(byte[] bytes) throws WireException {
        TickMessage message = Envelope.open(Kind.TICK, TickMessage.parser(), bytes);
        int source = message.getSource();
        int sources = message.getSources();
        if (source < 0 || source >= sources) {
            throw new WireException(Fault.OUT_OF_RANGE, "a tick of source " + source + " of " + sources);
        }
        return new Tick(source, sources, message.getWatermark(), message.getIdle());
    }
}
