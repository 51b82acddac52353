// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.wire;

import static dev.stillwatch.policies.wire.Ranges.constant;
import static dev.stillwatch.policies.wire.Ranges.count;

import dev.stillwatch.policies.key.DeploymentKey;
import dev.stillwatch.policies.probe.Probe;
import dev.stillwatch.policies.proto.ProbeMessage;

/** Values of {@code stillwatch.probes}, each with a tag under the deployment's key: nobody else makes evidence. */
public final class ProbeCodec implements Codec<Probe> {
    /** Purpose under which probes are tagged, see {@link DeploymentKey#tag}. */
    private static final String PURPOSE = "probe";

    private static final Probe.Verdict[] VERDICTS = Probe.Verdict.values();

    private final SealedEnvelope envelope;

    /** A codec that tags with the key and accepts its tags and those of the keys that it followed. */
    public ProbeCodec(DeploymentKey key) {
        this.envelope = new SealedEnvelope(Kind.PROBE, PURPOSE, key, key.earlier());
    }

    @Override
    public byte[] encode(Probe probe) {
        Probe.Outcome outcome = probe.outcome();
        return envelope.seal(ProbeMessage.newBuilder()
                .setId(probe.id())
                .setGateway(probe.gateway())
                .setLimiter(probe.limiter())
                .setSubject(probe.subject())
                .setZeroMeant(probe.zeroMeant())
                .setVerdict(outcome.verdict().ordinal())
                .setPassed(outcome.passed())
                .setStatus(outcome.status())
                .setWait(outcome.waitSeconds() + 1)
                .addAllLeaked(outcome.leaked())
                .setSilence(outcome.silence())
                .setFrom(probe.from())
                .setTookMillis(probe.tookMillis())
                .build());
    }

    @Override
    public Probe decode(byte[] bytes) throws WireException {
        ProbeMessage message = envelope.open(ProbeMessage.parser(), bytes);
        return new Probe(
                Ranges.named(message.getId(), "id"),
                Ranges.named(message.getGateway(), "gateway"),
                message.getLimiter(),
                message.getSubject(),
                message.getZeroMeant(),
                new Probe.Outcome(
                        constant(VERDICTS, message.getVerdict(), "verdict"),
                        count(message.getPassed(), "calls that passed"),
                        count(message.getStatus(), "status"),
                        count(message.getWait(), "wait") - 1,
                        message.getLeakedList(),
                        message.getSilence()),
                message.getFrom(),
                count(message.getTookMillis(), "duration"));
    }
}
