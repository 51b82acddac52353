// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.adjudicate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.auditor.adjudicate.StandingComposer.Known;
import dev.stillwatch.auditor.profile.Policies;
import dev.stillwatch.policies.policy.Policy.PlanSizing;
import dev.stillwatch.policies.ring.Membership;
import dev.stillwatch.policies.standing.Family;
import dev.stillwatch.policies.standing.LimitPlan;
import dev.stillwatch.policies.standing.Standing;
import dev.stillwatch.policies.standing.Tier;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StandingComposerTest {
    private static final PlanSizing SIZING = Policies.bare().ladder().plan();
    private static final String RING = "ring-00000000000000aa";
    private static final LimitPlan LOOSE = new LimitPlan(100, -1, 2_000, -1, false, true);
    private static final LimitPlan TIGHT = new LimitPlan(10, 500, -1, 1, true, false);

    @Test
    void withoutARingTheStandingIsTheAccountsOwn() {
        Standing own = own(Tier.THROTTLE, LOOSE, Standing.Mode.SHADOW);

        assertThat(composed(Known.NOTHING.withOwn(own))).isEqualTo(own);
    }

    @Test
    void theHigherTierWinsWithTheFamiliesOfBothAndSaysWhy() {
        Known known = Known.NOTHING
                .withOwn(own(Tier.WATCH, LimitPlan.NONE, Standing.Mode.SHADOW))
                .withMembership(member(Tier.RESTRICT, TIGHT, Standing.Mode.SHADOW, true));

        Standing standing = composed(known);

        assertThat(standing.tier()).isEqualTo(Tier.RESTRICT);
        assertThat(standing.families()).containsExactlyInAnyOrder(Family.TIMING, Family.CONTENT, Family.IDENTITY);
        assertThat(standing.plan()).isEqualTo(TIGHT);
        assertThat(standing.ring()).isEqualTo(RING);
        assertThat(standing.budget()).isEqualTo(RING);
        assertThat(standing.reasons().get(0)).contains(RING, "act as one");
        assertThat(standing.since()).isEqualTo(700);
        assertThat(standing.scoreMilli()).isEqualTo(7_000);
    }

    @Test
    void anAccountsOwnHigherTierStaysAndNamesTheRingToo() {
        Known known = Known.NOTHING
                .withOwn(own(Tier.RESTRICT, LOOSE, Standing.Mode.SHADOW))
                .withMembership(member(Tier.WATCH, LimitPlan.NONE, Standing.Mode.SHADOW, false));

        Standing standing = composed(known);

        assertThat(standing.tier()).isEqualTo(Tier.RESTRICT);
        assertThat(standing.plan()).isEqualTo(LOOSE);
        assertThat(standing.budget()).isEmpty();
        assertThat(standing.since()).isEqualTo(500);
        assertThat(standing.reasons()).first().isEqualTo("own");
        assertThat(standing.reasons()).anyMatch(reason -> reason.contains("shares nothing else"));
    }

    @Test
    void ofTwoPlansTheStricterNumberCounts() {
        Known known = Known.NOTHING
                .withOwn(own(Tier.RESTRICT, LOOSE, Standing.Mode.SHADOW))
                .withMembership(member(Tier.RESTRICT, TIGHT, Standing.Mode.SHADOW, true));

        assertThat(composed(known).plan()).isEqualTo(new LimitPlan(10, 500, 2_000, 1, true, true));
    }

    @Test
    void aRecordedPlanNeverTightensAnEnforcedOne() {
        Known ownEnforced = Known.NOTHING
                .withOwn(own(Tier.THROTTLE, LOOSE, Standing.Mode.ENFORCE))
                .withMembership(member(Tier.RESTRICT, TIGHT, Standing.Mode.SHADOW, true));
        Known ringEnforced = Known.NOTHING
                .withOwn(own(Tier.THROTTLE, LOOSE, Standing.Mode.SHADOW))
                .withMembership(member(Tier.RESTRICT, TIGHT, Standing.Mode.ENFORCE, true));

        assertThat(composed(ownEnforced).plan()).isEqualTo(LOOSE);
        assertThat(composed(ownEnforced).mode()).isEqualTo(Standing.Mode.ENFORCE);
        assertThat(composed(ownEnforced).budget()).isEmpty();
        assertThat(composed(ownEnforced).ring()).isEqualTo(RING);
        assertThat(composed(ringEnforced).budget()).isEqualTo(RING);
        assertThat(composed(ringEnforced).plan()).isEqualTo(TIGHT);
        assertThat(composed(ringEnforced).mode()).isEqualTo(Standing.Mode.ENFORCE);
    }

    @Test
    void whoLeavesARingHasItsOwnStandingBack() {
        Standing own = own(Tier.THROTTLE, LOOSE, Standing.Mode.SHADOW);
        Known inside =
                Known.NOTHING.withOwn(own).withMembership(member(Tier.RESTRICT, TIGHT, Standing.Mode.SHADOW, true));
        Known left = inside.withPublished(composed(inside)).withMembership(Membership.none("acct-1", 2_000));

        Standing standing = StandingComposer.afterMembership(left, SIZING).orElseThrow();

        assertThat(standing.tier()).isEqualTo(Tier.THROTTLE);
        assertThat(standing.plan()).isEqualTo(LOOSE);
        assertThat(standing.ring()).isEmpty();
        assertThat(standing.budget()).isEmpty();
        assertThat(standing.version()).isEqualTo(2);
        assertThat(standing.asOf()).isEqualTo(2_000);
    }

    @Test
    void newsThatChangesNothingToActOnIsNotPublished() {
        Known known = Known.NOTHING.withMembership(member(Tier.RESTRICT, TIGHT, Standing.Mode.SHADOW, true));
        Standing first = StandingComposer.afterMembership(known, SIZING).orElseThrow();
        Membership again = new Membership(
                "acct-1",
                RING,
                true,
                Tier.RESTRICT,
                Set.of(Family.CONTENT, Family.IDENTITY),
                9_999,
                TIGHT,
                Standing.Mode.SHADOW,
                List.of("other words"),
                "test@1",
                700,
                1_000);

        assertThat(StandingComposer.afterMembership(known.withPublished(first).withMembership(again), SIZING))
                .isEmpty();
    }

    @Test
    void aLimitIsSaidAgainWhenHalfOfItsValidityIsOver() {
        Known known = Known.NOTHING.withMembership(member(Tier.RESTRICT, TIGHT, Standing.Mode.SHADOW, true));
        Standing first = StandingComposer.afterMembership(known, SIZING).orElseThrow();
        Membership later = new Membership(
                "acct-1",
                RING,
                true,
                Tier.RESTRICT,
                Set.of(Family.CONTENT, Family.IDENTITY),
                7_000,
                TIGHT,
                Standing.Mode.SHADOW,
                List.of("why"),
                "test@1",
                700,
                800 + SIZING.validMillis() / 2);

        assertThat(StandingComposer.afterMembership(known.withPublished(first).withMembership(later), SIZING))
                .hasValueSatisfying(standing -> assertThat(standing.version()).isEqualTo(2));
    }

    @Test
    void whoWasNeverInARingHearsNothingOfLeaving() {
        Known known = Known.NOTHING.withMembership(Membership.none("acct-1", 5));

        assertThat(StandingComposer.afterMembership(known, SIZING)).isEmpty();
    }

    @Test
    void theTierIsTheGreaterOfBothAndVersionsGrow() {
        Random random = new Random(2);
        Known known = Known.NOTHING;
        long version = 0;
        for (int step = 0; step < 500; step++) {
            Optional<Standing> standing;
            if (random.nextBoolean()) {
                known = known.withOwn(own(Tier.values()[random.nextInt(5)], LOOSE, Standing.Mode.SHADOW));
                standing = Optional.of(composed(known));
            } else {
                known = known.withMembership(
                        random.nextInt(4) == 0
                                ? Membership.none("acct-1", step)
                                : member(Tier.values()[random.nextInt(5)], TIGHT, Standing.Mode.SHADOW, true));
                standing = StandingComposer.afterMembership(known, SIZING);
            }
            if (standing.isPresent()) {
                known = known.withPublished(standing.get());
                assertThat(standing.get().version()).isEqualTo(++version);
            }
            if (known.published().isPresent()) {
                Tier own = known.own().map(Standing::tier).orElse(Tier.CLEAR);
                Tier inherited = known.membership().map(Membership::tier).orElse(Tier.CLEAR);
                assertThat(known.published().get().tier()).isEqualTo(own.atLeast(inherited) ? own : inherited);
            }
        }
    }

    private static Standing composed(Known known) {
        return StandingComposer.afterJudgement(known, SIZING);
    }

    private static Standing own(Tier tier, LimitPlan plan, Standing.Mode mode) {
        return new Standing(
                "acct-1",
                tier,
                tier == Tier.CLEAR ? Set.of() : Set.of(Family.TIMING),
                4_000,
                plan,
                "",
                "",
                mode,
                List.of("own"),
                "test@1",
                1,
                500,
                1_000,
                SIZING.validMillis(),
                SIZING.maximumAgeMillis());
    }

    private static Membership member(Tier tier, LimitPlan plan, Standing.Mode mode, boolean core) {
        return new Membership(
                "acct-1",
                RING,
                core,
                tier,
                Set.of(Family.CONTENT, Family.IDENTITY),
                7_000,
                plan,
                mode,
                List.of("why"),
                "test@1",
                700,
                800);
    }
}
