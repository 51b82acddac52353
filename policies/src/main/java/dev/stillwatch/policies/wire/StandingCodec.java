// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.wire;

import static dev.stillwatch.policies.wire.Ranges.constant;
import static dev.stillwatch.policies.wire.Ranges.count;

import dev.stillwatch.policies.key.DeploymentKey;
import dev.stillwatch.policies.proto.LimitPlanMessage;
import dev.stillwatch.policies.proto.StandingMessage;
import dev.stillwatch.policies.standing.Family;
import dev.stillwatch.policies.standing.LimitPlan;
import dev.stillwatch.policies.standing.Standing;
import dev.stillwatch.policies.standing.Tier;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Values of {@code stillwatch.standings}, each with a tag under the deployment's key: whoever can write to the topic
 * still cannot block or free an account. The subject is inside the tag; a reader compares it with the record's key.
 */
public final class StandingCodec implements Codec<Standing> {
    /** Purpose under which standings are tagged, see {@link DeploymentKey#tag}. */
    public static final String PURPOSE = "standing";

    private static final Tier[] TIERS = Tier.values();
    private static final Family[] FAMILIES = Family.values();
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
        StandingMessage.Builder message = StandingMessage.newBuilder()
                .setSubject(standing.subject())
                .setTier(standing.tier().ordinal())
                .setScoreMilli(standing.scoreMilli())
                .setPlan(planMessage(standing.plan()))
                .setRing(standing.ring())
                .setBudget(standing.budget())
                .setMode(standing.mode().ordinal())
                .addAllReasons(standing.reasons())
                .setPolicy(standing.policy())
                .setVersion(standing.version())
                .setSince(standing.since())
                .setAsOf(standing.asOf())
                .setValidMillis(standing.validMillis())
                .setMaximumAgeMillis(standing.maximumAgeMillis());
        for (Family family : FAMILIES) {
            if (standing.families().contains(family)) {
                message.addFamilies(family.ordinal());
            }
        }
        return envelope.seal(message.build());
    }

    @Override
    public Standing decode(byte[] bytes) throws WireException {
        StandingMessage message = envelope.open(StandingMessage.parser(), bytes);
        Set<Family> families = EnumSet.noneOf(Family.class);
        for (int i = 0; i < message.getFamiliesCount(); i++) {
            families.add(constant(FAMILIES, message.getFamilies(i), "family"));
        }
        return new Standing(
                Ranges.named(message.getSubject(), "subject"),
                constant(TIERS, message.getTier(), "tier"),
                families,
                message.getScoreMilli(),
                plan(message.getPlan()),
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

    private static LimitPlanMessage planMessage(LimitPlan plan) {
        return LimitPlanMessage.newBuilder()
                .setExchangesPerHour(plan.exchangesPerHour())
                .setOutputTokensPerHour(plan.outputTokensPerHour())
                .setMaxTokens(plan.maxTokens())
                .setChoices(plan.choices())
                .setStripLogprobs(plan.stripLogprobs())
                .setStripReasoning(plan.stripReasoning())
                .build();
    }

    private static LimitPlan plan(LimitPlanMessage message) {
        return new LimitPlan(
                message.getExchangesPerHour(),
                message.getOutputTokensPerHour(),
                message.getMaxTokens(),
                message.getChoices(),
                message.getStripLogprobs(),
                message.getStripReasoning());
    }
}
