// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.adjudicate;

import dev.stillwatch.policies.policy.Policy.PlanSizing;
import dev.stillwatch.policies.ring.Membership;
import dev.stillwatch.policies.standing.Family;
import dev.stillwatch.policies.standing.LimitPlan;
import dev.stillwatch.policies.standing.Tier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a ring's accounts inherit. A member inherits the ring's tier, and a plan sized from its own rate when it does; an
 * attached account is watched at most, because it shares no more than what the ring asks with. What has not changed is
 * not said again, until half of its validity is over.
 */
final class Inheritance {
    private final RingQuestion question;
    private final Published ring;
    private final boolean approved;
    private final Set<Family> families;
    private final List<String> reasons;
    private final PlanSizing sizing;
    private final PlanSizer sizer;

    Inheritance(RingQuestion question, Published ring, boolean approved, Set<Family> families, List<String> reasons) {
        this.question = question;
        this.ring = ring;
        this.approved = approved;
        this.families = ring.tier() == Tier.CLEAR ? Set.of() : families;
        this.reasons = reasons;
        this.sizing = question.policy().ladder().plan();
        this.sizer = new PlanSizer(sizing);
    }

    List<Membership> memberships() {
        List<Membership> memberships = new ArrayList<>();
        question.ring().members().forEach(account -> memberships.add(of(account, true)));
        question.ring().attached().forEach(account -> memberships.add(of(account, false)));
        memberships.sort(Comparator.comparing(Membership::account));
        return memberships;
    }

    private Membership of(String account, boolean core) {
        Tier tier = core || !ring.tier().atLeast(Tier.WATCH) ? ring.tier() : Tier.WATCH;
        Optional<Membership> before = question.memberships()
                .apply(account)
                .filter(m -> m.ring().equals(question.id()) && m.core() == core && m.tier() == tier);
        if (before.filter(this::stands).isPresent()) {
            return before.get();
        }
        boolean sized = before.filter(one -> sizer.sizesAs(question.named().apply(one.policy())))
                        .isPresent()
                && !isSuspended(tier);
        return new Membership(
                account,
                question.id(),
                core,
                tier,
                families,
                ring.scoreMilli(),
                sized ? before.get().plan() : plan(account, tier),
                ring.mode(),
                reasons,
                ring.policy(),
                before.map(Membership::since).orElse(question.asOf()),
                question.asOf());
    }

    private boolean stands(Membership before) {
        boolean old = sizing.isDue(before.tier(), before.asOf(), question.asOf());
        return !old
                && (!isSuspended(before.tier()) || before.plan().exchangesPerHour() == 0)
                && before.families().equals(families)
                && before.mode() == ring.mode()
                && before.policy().equals(ring.policy());
    }

    private boolean isSuspended(Tier tier) {
        return approved && tier == Tier.SUSPEND;
    }

    private LimitPlan plan(String account, Tier tier) {
        Optional<Contributed> told = question.contributions().apply(account);
        return sizer.plan(
                tier,
                told.map(Contributed::exchangesPerHour).orElse(0L),
                told.map(Contributed::outputTokensPerHour).orElse(0L),
                isSuspended(tier));
    }
}
