// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.adjudicate;

import dev.stillwatch.policies.policy.Policy.PlanSizing;
import dev.stillwatch.policies.ring.Membership;
import dev.stillwatch.policies.standing.Family;
import dev.stillwatch.policies.standing.LimitPlan;
import dev.stillwatch.policies.standing.Standing;
import dev.stillwatch.policies.standing.Tier;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Makes an account's standing of what is held of the account itself and of what it inherits from its ring: the higher
 * tier, the families of both, and of two plans the stricter numbers. A plan that is only recorded never tightens one that
 * is enforced. Pure.
 */
public final class StandingComposer {
    private static final int MOST_REASONS = 5;

    private StandingComposer() {}

    /**
     * What is known of one account.
     *
     * @param own the standing that the account has by itself, empty before the first
     * @param membership what it inherits, empty before the first
     * @param published the standing as last published, empty before the first
     */
    public record Known(Optional<Standing> own, Optional<Membership> membership, Optional<Standing> published) {
        /** Nothing is known. */
        public static final Known NOTHING = new Known(Optional.empty(), Optional.empty(), Optional.empty());

        /** With another standing of its own. */
        public Known withOwn(Standing standing) {
            return new Known(Optional.of(standing), membership, published);
        }

        /** With another inheritance. */
        public Known withMembership(Membership now) {
            return new Known(own, Optional.of(now), published);
        }

        /** With another published standing. */
        public Known withPublished(Standing standing) {
            return new Known(own, membership, Optional.of(standing));
        }
    }

    /**
     * The standing to publish when the account's own standing is news: always one, so that an account without a ring has
     * the versions that its judge gave.
     *
     * @param sizing how long standings hold
     */
    public static Standing afterJudgement(Known known, PlanSizing sizing) {
        return compose(known, known.own().orElseThrow().asOf(), sizing);
    }

    /**
     * The standing to publish when the inheritance is news; empty when it changes nothing that a reader acts on.
     *
     * @param sizing how long standings hold
     */
    public static Optional<Standing> afterMembership(Known known, PlanSizing sizing) {
        Membership membership = known.membership().orElseThrow();
        Standing now = compose(known, membership.asOf(), sizing);
        if (known.published().isEmpty()) {
            return membership.belongs() ? Optional.of(now) : Optional.empty();
        }
        Standing before = known.published().get();
        boolean same = before.tier() == now.tier()
                && before.families().equals(now.families())
                && before.plan().equals(now.plan())
                && before.ring().equals(now.ring())
                && before.budget().equals(now.budget())
                && before.mode() == now.mode()
                && before.policy().equals(now.policy());
        boolean old = sizing.isDue(now.tier(), before.asOf(), now.asOf());
        return same && !old ? Optional.empty() : Optional.of(now);
    }

    private static Standing compose(Known known, long asOf, PlanSizing sizing) {
        Optional<Standing> own = known.own();
        Membership membership = known.membership().orElseGet(() -> Membership.none(account(known), asOf));
        boolean inheritsMore =
                membership.belongs() && (own.isEmpty() || !own.get().tier().atLeast(membership.tier()));
        Tier tier = inheritsMore ? membership.tier() : own.map(Standing::tier).orElse(Tier.CLEAR);
        Set<Family> families = EnumSet.noneOf(Family.class);
        own.ifPresent(standing -> families.addAll(standing.families()));
        families.addAll(membership.families());
        List<String> reasons = new ArrayList<>();
        if (inheritsMore) {
            reasons.addAll(reasons(membership));
        }
        own.ifPresent(standing -> reasons.addAll(standing.reasons()));
        if (!inheritsMore && membership.belongs()) {
            reasons.addAll(reasons(membership));
        }
        Limits limits = limits(own, membership);
        return new Standing(
                account(known),
                tier,
                tier == Tier.CLEAR ? Set.of() : families,
                Math.max(own.map(Standing::scoreMilli).orElse(0L), membership.scoreMilli()),
                limits.plan(),
                membership.ring(),
                budget(membership, limits.mode()),
                limits.mode(),
                reasons.stream().limit(MOST_REASONS).toList(),
                inheritsMore ? membership.policy() : own.map(Standing::policy).orElse(membership.policy()),
                known.published().map(Standing::version).orElse(0L) + 1,
                inheritsMore ? membership.since() : own.map(Standing::since).orElse(membership.since()),
                asOf,
                sizing.validMillis(),
                sizing.maximumAgeMillis());
    }

    // Who is limited on its own account does not draw on a budget that is only recorded.
    private static String budget(Membership membership, Standing.Mode mode) {
        return membership.tier().atLeast(Tier.THROTTLE) && membership.mode() == mode ? membership.ring() : "";
    }

    private record Limits(LimitPlan plan, Standing.Mode mode) {}

    private static Limits limits(Optional<Standing> own, Membership membership) {
        Standing.Mode ownMode = own.map(Standing::mode).orElse(Standing.Mode.SHADOW);
        LimitPlan ownPlan = own.map(Standing::plan).orElse(LimitPlan.NONE);
        if (!membership.tier().atLeast(Tier.THROTTLE)) {
            return new Limits(ownPlan, own.isPresent() ? ownMode : membership.mode());
        }
        boolean ownLimits = own.isPresent() && own.get().tier().atLeast(Tier.THROTTLE);
        if (!ownLimits) {
            return new Limits(membership.plan(), membership.mode());
        }
        if (ownMode != membership.mode()) {
            return ownMode == Standing.Mode.ENFORCE
                    ? new Limits(ownPlan, ownMode)
                    : new Limits(membership.plan(), membership.mode());
        }
        return new Limits(stricter(ownPlan, membership.plan()), ownMode);
    }

    private static LimitPlan stricter(LimitPlan one, LimitPlan other) {
        return new LimitPlan(
                least(one.exchangesPerHour(), other.exchangesPerHour()),
                least(one.outputTokensPerHour(), other.outputTokensPerHour()),
                (int) least(one.maxTokens(), other.maxTokens()),
                (int) least(one.choices(), other.choices()),
                one.stripLogprobs() || other.stripLogprobs(),
                one.stripReasoning() || other.stripReasoning());
    }

    // Negative means no limit.
    private static long least(long one, long other) {
        return one < 0 || other < 0 ? Math.max(one, other) : Math.min(one, other);
    }

    private static List<String> reasons(Membership membership) {
        List<String> reasons = new ArrayList<>();
        reasons.add(
                membership.core()
                        ? "One of the accounts of " + membership.ring() + ", which act as one."
                        : "Asks with what the accounts of " + membership.ring()
                                + " have in common; shares nothing else with them.");
        reasons.addAll(membership.reasons());
        return reasons;
    }

    private static String account(Known known) {
        return known.own()
                .map(Standing::subject)
                .orElseGet(() -> known.membership().orElseThrow().account());
    }
}
