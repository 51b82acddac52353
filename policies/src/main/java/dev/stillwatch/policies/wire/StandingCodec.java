// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.wire;

import static dev.stillwatch.policies.wire.Ranges.constant;
import static dev.stillwatch.policies.wire.Ranges.count;

import dev.stillwatch.policies.key.DeploymentKey;
import dev.stillwatch.policies.proto.StandingMessage;
import dev.stillwatch.policies.standing.Standing;
import dev.stillwatch.policies.standing.Tier;
import java.util.List;

/**
 * Values of {@code stillwatch.standings}, each with a tag under the deployment's key: whoever can write to the topic
 * still cannot block or free an account. The subject is inside the tag; a reader compares it with the record's key.
 */
public final class StandingCodec implements Codec<Standing> {
    /** Purpose under which standings are tagged, see {@link DeploymentKey#tag}. */
    public static final String PURPOSE = "standing";

    private static final Tier[] TIERS = Tier.values();
    private static final Standing.Mode[] MODES = Standing.Mode.values();

    private final SealedEnvelope envelope;

    /** A codec that tags with the key and accepts its tags and those of the keys that it followed. */
    public StandingCodec(DeploymentKey key) {
        this(key, key.earlier());
    }

    /** A codec that tags with the key and accepts its tags and those of earlier epochs. */
    public StandingCodec(DeploymentKey key, List<DeploymentKey> earlier) {
        this.envelope = new SealedEnvelope(Kind.STANDING, PURPOSE, key, earlier);
    }

    @Override
    public byte[] encode(Standing standing) {
        return envelope.seal(StandingMessage.newBuilder()
                .setSubject(standing.subject())
                .setTier(standing.tier().ordinal())
                .setScoreMilli(standing.scoreMilli())
                .setPlan(StandingMessages.plan(standing.plan()))
                .setRing(standing.ring())
                .setBudget(standing.budget())
                .setMode(standing.mode().ordinal())
                .addAllReasons(standing.reasons())
                .setPolicy(standing.policy())
                .setVersion(standing.version())
                .setSince(standing.since())
                .setAsOf(standing.asOf())
                .setValidMillis(standing.validMillis())
                .setMaximumAgeMillis(standing.maximumAgeMillis())
                .addAllFamilies(StandingMessages.ordinals(standing.families()))
                .build());
    }

    @Override
    public Standing decode(byte[] bytes) throws WireException {
        StandingMessage message = envelope.open(StandingMessage.parser(), bytes);
        return new Standing(
                Ranges.named(message.getSubject(), "subject"),
                constant(TIERS, message.getTier(), "tier"),
                StandingMessages.families(message.getFamiliesList()),
                message.getScoreMilli(),
                StandingMessages.plan(message.getPlan()),
                message.getRing(),
                message.getBudget(),
                constant(MODES, message.getMode(), "mode"),
                message.getReasonsList(),
                message.getPolicy(),
                count(message.getVersion(), "version"),
                message.getSince(),
                message.getAsOf(),
                count(message.getValidMillis(), "validity"),
                count(message.getMaximumAgeMillis(), "maximum age"));
    }
}
