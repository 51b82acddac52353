// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.adjudicate;

import dev.stillwatch.auditor.profile.AccountFacts;
import dev.stillwatch.auditor.profile.Behaviour;
import dev.stillwatch.auditor.profile.DayCell;
import dev.stillwatch.auditor.profile.Drift;
import dev.stillwatch.auditor.profile.SketchSum;
import dev.stillwatch.auditor.profile.Tally;
import dev.stillwatch.auditor.ring.CommonShift;
import dev.stillwatch.auditor.ring.PoolSwap;
import dev.stillwatch.auditor.ring.RingDrift;
import dev.stillwatch.auditor.ring.RingSignals;
import dev.stillwatch.auditor.ring.RingTimes;
import dev.stillwatch.auditor.ring.SamePrompts;
import dev.stillwatch.auditor.ring.Synchrony;
import dev.stillwatch.auditor.signal.Evidence;
import dev.stillwatch.auditor.signal.SignalCatalogue;
import dev.stillwatch.auditor.signal.SignalId;
import dev.stillwatch.policies.policy.Policy;
import dev.stillwatch.policies.policy.Policy.PlanSizing;
import dev.stillwatch.policies.policy.Policy.SignalSettings;
import dev.stillwatch.policies.standing.LimitPlan;
import dev.stillwatch.policies.standing.Standing;
import dev.stillwatch.policies.standing.Tier;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Judges one ring at the end of one epoch: weighs the fold of its members' latest contributions by the signals whose
 * counts add, and its links by {@link RingSignals}; climbs the same ladder as accounts do; and says what its accounts
 * inherit. Only members are folded: what an attached account did counts for nobody. Pure: the same question has the same
 * answer. Stateless and safe to share.
 */
public final class RingJudge {
    /**
     * Signals that read sums alone, so that they mean on a ring what they mean on an account: shares as they are, counts
     * against what so many parties may have. Drift is the members' own, together. Pace, ramp and keys are each account's own.
     */
    private static final Set<SignalId> POOLED = Collections.unmodifiableSet(EnumSet.of(
            SignalId.D1,
            SignalId.D3,
            SignalId.D4,
            SignalId.D10,
            SignalId.D11,
            SignalId.D12,
            SignalId.D13,
            SignalId.D14,
            SignalId.D15));

    /** Prompts of the day from which the members' drifts together say something. */
    private static final long LEAST_DRIFTING = 500;

    private static final int MOST_REASONS = 5;

    private final SignalCatalogue catalogue;

    /** Judges by a catalogue of signals. */
    public RingJudge(SignalCatalogue catalogue) {
        this.catalogue = catalogue;
    }

    /** The judgement. */
    public RingJudgement judge(RingQuestion question) {
        Policy policy = question.policy();
        RingMemory before = question.before();
        int day = DayCell.dayOf(question.asOf() - 1);
        RingFold fold = RingFold.of(question, day);
        Rulings rulings = Rulings.at(question.asOf(), question.acts());
        SamePrompts same = before.same().seen(day, fold.same());
        Score score = score(question, fold, same, rulings);
        Forgiven forgiven = forgiven(before, rulings, score);
        AdjudicationLadder ladder = new AdjudicationLadder(policy.ladder());
        LadderState settled = before.judged() == 0 || DayCell.dayOf(before.judged() - 1) == day
                ? before.ladder()
                : settled(
                        before,
                        ladder,
                        score(question, RingFold.of(question, day - 1), before.same(), rulings),
                        day,
                        forgiven);
        Tier reached =
                held(before, ladder.publish(settled, score, forgiven.on(question.asOf())), question.asOf(), forgiven);
        Tier tier = rulings.suppressed() && reached.atLeast(Tier.WATCH) ? Tier.WATCH : reached;
        Published now = published(question, tier, score, rulings, fold);
        boolean isNews = now.version() != before.published().version();
        RingTellings.Outcome told = new RingTellings(question, fold, now, score).tell();
        return new RingJudgement(
                new RingMemory(
                        question.ring().founding(),
                        now,
                        settled,
                        told.told(),
                        question.asOf(),
                        forgiven.keptBy(score, policy.ladder(), question.asOf()),
                        same),
                score,
                isNews ? Optional.of(standing(question, now, score)) : Optional.empty(),
                new Inheritance(question, now, approved(question, tier, rulings), score.acting(), reasons(score))
                        .memberships(),
                told.findings());
    }

    // Whoever lifted a ring that is judged for the first time saw one of its name that is forgotten: this is what comes
    // back.
    private static Forgiven forgiven(RingMemory before, Rulings rulings, Score score) {
        if (rulings.liftedAt() <= before.forgiven().at()) {
            return before.forgiven();
        }
        long seen =
                before.judged() == 0 ? score.totalMilli() : before.published().scoreMilli();
        return new Forgiven(rulings.liftedAt(), seen);
    }

    private Score score(RingQuestion question, RingFold fold, SamePrompts same, Rulings rulings) {
        Policy policy = question.policy();
        AccountFacts facts = new AccountFacts(
                question.id(), "", "", 0, question.ring().founding().since(), question.asOf());
        Behaviour pooled = new Behaviour(
                facts,
                fold.tally(),
                fold.tally(),
                Tally.EMPTY,
                SketchSum.EMPTY,
                SketchSum.EMPTY,
                fold.drift().today() >= LEAST_DRIFTING ? fold.drift() : Drift.NONE,
                question.asOf(),
                policy,
                question.ring().members().stream()
                        .map(question.parties())
                        .distinct()
                        .count());
        List<Evidence> evidence = new ArrayList<>(RingSignals.weigh(
                question.ring(), policy, question.shares(), same.share(), question.overruns(), question.parties()));
        policy.signal(SignalId.D5.name())
                .map(settings -> RingTimes.synchrony(
                        Synchrony.of(fold.told(), DayCell.dayOf(question.asOf() - 1), settings.value("alarm")),
                        settings))
                .ifPresent(evidence::add);
        ReportedTemplates.weigh(question).ifPresent(evidence::add);
        catalogue.weigh(pooled).stream()
                .filter(piece -> POOLED.contains(piece.signal()))
                .map(piece -> switch (piece.signal()) {
                    case D3 -> shifted(question, fold, piece);
                    case D10 -> pivoted(question, fold, piece);
                    default -> piece;
                })
                .forEach(evidence::add);
        return Score.of(evidence, policy.ladder(), rulings.groundTruthMilli(policy.ladder()));
    }

    // Of the two parts of D3 the heavier one speaks: how far each member went, or that they went the same way.
    private static Evidence shifted(RingQuestion question, RingFold fold, Evidence apart) {
        Evidence together = RingDrift.weigh(
                CommonShift.of(fold.shifts()),
                question.policy().signal(SignalId.D3.name()).orElseThrow());
        return together.weightMilli() > apart.weightMilli() ? together : apart;
    }

    // Of the two parts of D10 the heavier one speaks; a pivot of few accounts is their own affair.
    private static Evidence pivoted(RingQuestion question, RingFold fold, Evidence released) {
        SignalSettings settings = question.policy().signal(SignalId.D10.name()).orElseThrow();
        List<String> members = question.ring().members();
        Evidence swapped = RingTimes.swapped(
                PoolSwap.pairs(
                        members.stream().mapToLong(question.firstSeen()).toArray(),
                        fold.last().stream().mapToLong(Long::longValue).toArray(),
                        question.asOf()),
                members.size(),
                settings);
        boolean many = members.size() >= settings.value("leastPivoting");
        return many && released.weightMilli() >= swapped.weightMilli() ? released : swapped;
    }

    // A ring's evidence shrinks when members leave it; as an account does, it keeps what it reached until the day ends.
    private static Tier held(RingMemory before, Tier reached, long asOf, Forgiven forgiven) {
        boolean sameDay = before.judged() > 0 && DayCell.dayOf(before.judged() - 1) == DayCell.dayOf(asOf - 1);
        boolean lifted = forgiven.at() > before.judged();
        Tier earlier = before.published().tier();
        return sameDay && !lifted && earlier.atLeast(reached) ? earlier : reached;
    }

    // The first epoch of a day settles the day before, with the sums as they were in it.
    private static LadderState settled(
            RingMemory before, AdjudicationLadder ladder, Score score, int day, Forgiven forgiven) {
        long dayStart = day * DayCell.MILLIS;
        Published published = before.published();
        LadderState reached = published.tier().atLeast(before.ladder().tier())
                ? new LadderState(
                        published.tier(),
                        published.since(),
                        before.ladder().daysBelow(),
                        before.ladder().settled())
                : before.ladder();
        return ladder.settle(reached, score, dayStart, forgiven);
    }

    private static Published published(RingQuestion question, Tier tier, Score score, Rulings rulings, RingFold fold) {
        Published before = question.before().published();
        Policy policy = question.policy();
        PlanSizer sizer = new PlanSizer(policy.ladder().plan());
        boolean same = tier == before.tier() && sizer.sizesAs(question.named().apply(before.policy()));
        boolean approved = approved(question, tier, rulings);
        LimitPlan budget = same && !approved
                ? before.plan()
                : sizer.plan(tier, fold.exchangesPerHour(), fold.outputTokensPerHour(), approved);
        long version = before.version() == 0 ? firstVersion(question.asOf()) : before.version() + 1;
        Published now = new Published(
                version,
                tier,
                tier == before.tier() && before.version() > 0 ? before.since() : question.asOf(),
                tier == before.tier() && before.version() > 0 ? before.tierVersion() : version,
                tier == Tier.CLEAR ? 0 : Published.bits(score.acting()),
                budget,
                policy.id(),
                rulings.mode(policy, tier),
                question.asOf(),
                score.totalMilli());
        boolean news = before.version() == 0
                || Standings.changed(before, now)
                || policy.ladder().plan().isDue(tier, before.at(), question.asOf());
        return news ? now : before.scored(score.totalMilli());
    }

    /**
     * The version that a ring begins with, also one that comes back under the name of one that ended and is forgotten: the
     * second. It says one version an epoch at most, so whoever heard of it before knows lesser ones, and no approval of
     * then names one of now.
     */
    private static long firstVersion(long asOf) {
        return Math.max(1, asOf / 1000);
    }

    /** Whether a person approved the suspension that is held. */
    private static boolean approved(RingQuestion question, Tier tier, Rulings rulings) {
        Published before = question.before().published();
        return tier == Tier.SUSPEND
                && before.tier() == Tier.SUSPEND
                && rulings.approves(before.tierVersion(), before.version());
    }

    private static Standing standing(RingQuestion question, Published now, Score score) {
        PlanSizing sizing = question.policy().ladder().plan();
        boolean limits = now.tier().atLeast(Tier.THROTTLE);
        return new Standing(
                question.id(),
                now.tier(),
                now.tier() == Tier.CLEAR ? Set.of() : score.acting(),
                score.totalMilli(),
                now.plan(),
                question.id(),
                limits ? question.id() : "",
                now.mode(),
                reasons(score),
                now.policy(),
                now.version(),
                now.since(),
                now.at(),
                sizing.validMillis(),
                sizing.maximumAgeMillis());
    }

    /**
     * What is said at the end of a ring.
     *
     * @param standing clear
     * @param findings take back what was told of it
     */
    public record Ending(Standing standing, List<Finding> findings) {}

    /** The end of a ring that is none any more: its links are no longer live, or another ring took it in. */
    public Ending ended(String id, RingMemory before, long asOf, Policy policy) {
        PlanSizing sizing = policy.ladder().plan();
        Standing clear = new Standing(
                id,
                Tier.CLEAR,
                Set.of(),
                0,
                LimitPlan.NONE,
                id,
                "",
                before.published().mode(),
                List.of("Its accounts have nothing in common any more, or belong to an older ring."),
                policy.id(),
                before.published().version() + 1,
                asOf,
                asOf,
                sizing.validMillis(),
                sizing.maximumAgeMillis());
        return new Ending(clear, RingTellings.ended(before, clear, policy));
    }

    private static List<String> reasons(Score score) {
        return score.reasons().stream().limit(MOST_REASONS).toList();
    }
}
