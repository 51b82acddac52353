// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.wire;

import static dev.stillwatch.policies.wire.Ranges.constant;

import dev.stillwatch.policies.act.Act;
import dev.stillwatch.policies.key.DeploymentKey;
import dev.stillwatch.policies.proto.ActMessage;
import dev.stillwatch.policies.standing.Tier;
import java.util.List;

/** Values of {@code stillwatch.acts}, each with a tag under the deployment's key: nobody else decides. */
public final class ActCodec implements Codec<Act> {
    /** Purpose under which acts are tagged, see {@link DeploymentKey#tag}. */
    public static final String PURPOSE = "act";

    private static final Tier[] TIERS = Tier.values();
    private static final Act.Kind[] KINDS = Act.Kind.values();
    private static final Act.Verdict[] VERDICTS = Act.Verdict.values();

    private final SealedEnvelope envelope;

    /** A codec that tags with the key and accepts its tags and those of the keys that it followed. */
    public ActCodec(DeploymentKey key) {
        this(key, key.earlier());
    }

    /** A codec that tags with the key and accepts its tags and those of earlier epochs. */
    public ActCodec(DeploymentKey key, List<DeploymentKey> earlier) {
        this.envelope = new SealedEnvelope(Kind.ACT, PURPOSE, key, earlier);
    }

    /** Whether the bytes are an act, by their kind alone. */
    public static boolean isAct(byte[] bytes) {
        return bytes.length > 1 && bytes[1] == Kind.ACT.code();
    }

    @Override
    public byte[] encode(Act act) {
        return envelope.seal(ActMessage.newBuilder()
                .setId(act.id())
                .setSubject(act.subject())
                .setKind(act.kind().ordinal())
                .setTier(act.tier().ordinal())
                .setStandingVersion(act.standingVersion())
                .setVerdict(act.verdict().ordinal())
                .setActor(act.actor())
                .setReason(act.reason())
                .setTime(act.time())
                .setUntil(act.until())
                .build());
    }

    @Override
    public Act decode(byte[] bytes) throws WireException {
        ActMessage message = envelope.open(ActMessage.parser(), bytes);
        return new Act(
                message.getId(),
                Ranges.named(message.getSubject(), "subject"),
                constant(KINDS, message.getKind(), "kind of act"),
                constant(TIERS, message.getTier(), "tier"),
                Ranges.count(message.getStandingVersion(), "standing version"),
                constant(VERDICTS, message.getVerdict(), "verdict"),
                message.getActor(),
                message.getReason(),
                message.getTime(),
                message.getUntil());
    }
}
