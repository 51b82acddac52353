// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.wire;

import dev.stillwatch.policies.proto.EdgeMessage;
import dev.stillwatch.policies.ring.ArtefactKind;
import dev.stillwatch.policies.ring.Edge;

/** Values of {@code stillwatch.edges}. */
public final class EdgeCodec implements Codec<Edge> {
    private static final ArtefactKind[] KINDS = ArtefactKind.values();

    @Override
    public byte[] encode(Edge edge) {
        return Envelope.seal(
                Kind.EDGE,
                EdgeMessage.newBuilder()
                        .setAccount(edge.account())
                        .setKind(edge.kind().ordinal())
                        .setArtefact(edge.artefact())
                        .setEpoch(edge.epoch())
                        .setCount(edge.count())
                        .setOf(edge.of())
                        .setAsOf(edge.asOf())
                        .setShared(edge.shared())
                        .build());
    }

    @Override
    public Edge decode(byte[] bytes) throws WireException {
        EdgeMessage message = Envelope.open(Kind.EDGE, EdgeMessage.parser(), bytes);
        return new Edge(
                Ranges.named(message.getAccount(), "account"),
                Ranges.constant(KINDS, message.getKind(), "kind of artefact"),
                message.getArtefact(),
                message.getEpoch(),
                Ranges.count(message.getCount(), "count"),
                Ranges.count(message.getOf(), "exchanges of the account"),
                message.getAsOf(),
                message.getShared());
    }
}
