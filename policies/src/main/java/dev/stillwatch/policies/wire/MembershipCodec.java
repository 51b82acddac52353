// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.wire;

import dev.stillwatch.policies.key.DeploymentKey;
import dev.stillwatch.policies.proto.MembershipMessage;
import dev.stillwatch.policies.ring.Membership;
import dev.stillwatch.policies.standing.Standing;
import dev.stillwatch.policies.standing.Tier;

/**
 * Values of {@code stillwatch.memberships}, each with a tag under the deployment's key: standings are made of them, so
 * whoever can write to the topic still cannot block or free an account.
 */
public final class MembershipCodec implements Codec<Membership> {
    private static final String PURPOSE = "membership";
    private static final Tier[] TIERS = Tier.values();
    private static final Standing.Mode[] MODES = Standing.Mode.values();

    private final SealedEnvelope envelope;

    /** A codec that tags with the key and accepts its tags and those of the keys that it followed. */
    public MembershipCodec(DeploymentKey key) {
        this.envelope = new SealedEnvelope(Kind.MEMBERSHIP, PURPOSE, key, key.earlier());
    }

    @Override
    public byte[] encode(Membership membership) {
        return envelope.seal(MembershipMessage.newBuilder()
                .setAccount(membership.account())
                .setRing(membership.ring())
                .setCore(membership.core())
                .setTier(membership.tier().ordinal())
                .addAllFamilies(StandingMessages.ordinals(membership.families()))
                .setScoreMilli(membership.scoreMilli())
                .setPlan(StandingMessages.plan(membership.plan()))
                .setMode(membership.mode().ordinal())
                .addAllReasons(membership.reasons())
                .setPolicy(membership.policy())
                .setSince(membership.since())
                .setAsOf(membership.asOf())
                .build());
    }

    @Override
    public Membership decode(byte[] bytes) throws WireException {
        MembershipMessage message = envelope.open(MembershipMessage.parser(), bytes);
        return new Membership(
                Ranges.named(message.getAccount(), "account"),
                message.getRing(),
                message.getCore(),
                Ranges.constant(TIERS, message.getTier(), "tier"),
                StandingMessages.families(message.getFamiliesList()),
                message.getScoreMilli(),
                StandingMessages.plan(message.getPlan()),
                Ranges.constant(MODES, message.getMode(), "mode"),
                message.getReasonsList(),
                message.getPolicy(),
                message.getSince(),
                message.getAsOf());
    }
}
