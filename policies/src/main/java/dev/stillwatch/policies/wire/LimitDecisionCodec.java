// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.wire;

import dev.stillwatch.policies.decision.LimitDecision;
import dev.stillwatch.policies.proto.LimitDecisionMessage;
import dev.stillwatch.policies.standing.Tier;

/** Values of {@code stillwatch.decisions}. */
public final class LimitDecisionCodec implements Codec<LimitDecision> {
    private static final LimitDecision.Outcome[] OUTCOMES = LimitDecision.Outcome.values();
    private static final Tier[] TIERS = Tier.values();

    @Override
    public byte[] encode(LimitDecision decision) {
        return Envelope.seal(
                Kind.LIMIT_DECISION,
                LimitDecisionMessage.newBuilder()
                        .setLimiter(decision.limiter())
                        .setDomain(decision.domain())
                        .setSubject(decision.subject())
                        .setOutcome(decision.outcome().ordinal())
                        .setLimit(decision.limit())
                        .setTier(decision.tier().ordinal())
                        .setStandingVersion(decision.standingVersion())
                        .setFrom(decision.from())
                        .setSpanMillis(decision.spanMillis())
                        .setCount(decision.count())
                        .build());
    }

    @Override
    public LimitDecision decode(byte[] bytes) throws WireException {
        LimitDecisionMessage message = Envelope.open(Kind.LIMIT_DECISION, LimitDecisionMessage.parser(), bytes);
        return new LimitDecision(
                Ranges.named(message.getLimiter(), "limiter"),
                message.getDomain(),
                message.getSubject(),
                Ranges.constant(OUTCOMES, message.getOutcome(), "outcome"),
                message.getLimit(),
                Ranges.constant(TIERS, message.getTier(), "tier"),
                Ranges.count(message.getStandingVersion(), "standing version"),
                message.getFrom(),
                Ranges.atLeastOne(message.getSpanMillis(), "span"),
                Ranges.atLeastOne(message.getCount(), "count"));
    }
}
