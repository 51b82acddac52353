// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.adjudicate;

import dev.stillwatch.auditor.profile.Behaviour;
import dev.stillwatch.auditor.profile.DayCell;
import dev.stillwatch.auditor.profile.HistoryState;
import dev.stillwatch.auditor.profile.Measure;
import dev.stillwatch.auditor.profile.ProfileState;
import dev.stillwatch.auditor.profile.Profiler;
import dev.stillwatch.auditor.profile.Rhythm;
import dev.stillwatch.auditor.profile.Tally;
import dev.stillwatch.auditor.signal.SignalCatalogue;
import dev.stillwatch.policies.exchange.Exchange;
import dev.stillwatch.policies.policy.Policy;
import dev.stillwatch.policies.ring.ArtefactKind;
import dev.stillwatch.policies.ring.Contribution;
import dev.stillwatch.policies.standing.LimitPlan;
import dev.stillwatch.policies.standing.Standing;
import dev.stillwatch.policies.standing.Tier;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Judges one account at the end of one closed bucket: counts what is evidence, weighs it, climbs the ladder, and says
 * what changed. Pure: the same question has the same answer. Stateless and safe to share.
 */
public final class Adjudicator {
    private final SignalCatalogue catalogue;
    private final long keyStart;
    private final Set<ArtefactKind> linking;

    /** Judges by a catalogue of signals, under one key; writes links of every kind. */
    public Adjudicator(SignalCatalogue catalogue) {
        this(catalogue, Long.MIN_VALUE, EnumSet.allOf(ArtefactKind.class));
    }

    /**
     * Judges by a catalogue of signals.
     *
     * @param keyStart event time from which the current key hashes, milliseconds since 1970; the least number for one
     *     that follows none
     * @param linking kinds of artefacts that somebody ties accounts by; links of others are not written
     */
    public Adjudicator(SignalCatalogue catalogue, long keyStart, Set<ArtefactKind> linking) {
        this.catalogue = catalogue;
        this.keyStart = keyStart;
        this.linking = Set.copyOf(linking);
    }

    /** The judgement. */
    public Judgement judge(Question question) {
        Policy policy = question.policies().apply(question.asOf());
        Memory before = Memory.decode(question.profile().open());
        Rulings rulings = Rulings.at(question.asOf(), question.acts());
        Forgiven forgiven = rulings.liftedAt() > before.forgiven().at()
                ? new Forgiven(rulings.liftedAt(), before.published().scoreMilli())
                : before.forgiven();
        Weigher weigher = new Weigher(catalogue, keyStart, question.policies(), question.acts(), forgiven);
        DeclaredUse.Split split = new DeclaredUse(policy)
                .split(question.exchanges(), before.claims(), DayCell.dayOf(question.asOf() - 1));
        Once cold = new Once(question);
        Profiler.Folded folded = fold(question, weigher, split.judged(), cold);

        Behaviour behaviour = folded.profile().behaviour(question.asOf(), policy);
        Score score = weigher.weigh(behaviour);
        LadderState settled = weigher.settledBefore(folded.profile().ladder(), question.asOf(), policy);
        AdjudicationLadder ladder = new AdjudicationLadder(policy.ladder());
        Tier reached = ladder.publish(settled, score, forgiven.on(question.asOf()));
        Tier tier = rulings.suppressed() && reached.atLeast(Tier.WATCH) ? Tier.WATCH : reached;

        LimitMeter meter = meter(before, split.judged());
        Held held = new Held(question, policy, folded.profile().facts(), tier, score, rulings, split);
        Published published =
                Standings.next(before.published(), held, plan(held, before.published(), folded.profile()));
        Optional<Standing> standing = Standings.publish(before.published(), published, held);
        AdjudicationLadder.Outlook outlook = ladder.outlook(tier, settled, score);
        Tellings.Outcome told = new Tellings(held, published, outlook, meter.limited())
                .tell(before, folded, forgiven.at() > before.forgiven().at());

        List<Exchange> evidence = new ArrayList<>(split.judged());
        // What failed links nobody either: decoys that cost nothing would fill an account's links.
        evidence.removeIf(exchange -> !exchange.mayBeEvidence());
        RingShare share = new RingShare(question, before, folded, cold, linking);
        EdgeSpotter.Spotted spotted = share.edges(evidence);
        Rhythm rhythm = share.rhythm(evidence);
        Optional<Contribution> contribution =
                evidence.isEmpty() ? Optional.empty() : share.contribution(behaviour, rhythm, score);
        Memory after = new Memory(
                published,
                forgiven.keptBy(score, policy.ladder(), question.asOf()),
                told.told(),
                told.claims(),
                meter,
                spotted.seen(),
                contribution.isPresent() ? question.asOf() : before.contributed(),
                contribution.isPresent() ? RingShare.exchanges(behaviour) : before.contributedExchanges(),
                rhythm);
        return new Judgement(
                folded.profile().withOpen(after.encode()),
                folded.history(),
                folded.tooLate(),
                tier,
                score,
                outlook,
                meter.limited(),
                split.declared(),
                standing,
                told.findings(),
                contribution,
                spotted.edges(),
                tier != Tier.CLEAR
                        || settled.tier() != Tier.CLEAR
                        || told.claims().stream().anyMatch(claim -> claim.day() == DayCell.dayOf(question.asOf() - 1)));
    }

    private Profiler.Folded fold(Question question, Weigher weigher, List<Exchange> judged, Once cold) {
        Profiler profiler = new Profiler(catalogue, weigher);
        Profiler.Folded folded = profiler.fold(question.profile(), cold::read, judged);
        // A day's last bucket ends with the day and still speaks of it: only a later bucket closes the day.
        Profiler.Folded settled = profiler.settleBefore(
                DayCell.dayOf(question.asOf() - 1),
                folded.profile(),
                () -> folded.history().orElseGet(cold::read));
        return new Profiler.Folded(
                settled.profile(),
                settled.history().isPresent() ? settled.history() : folded.history(),
                folded.tooLate(),
                folded.refolded());
    }

    private static LimitMeter meter(Memory before, List<Exchange> exchanges) {
        LimitMeter meter = before.meter();
        LimitPlan plan = before.published().plan();
        for (Exchange exchange : exchanges) {
            meter = meter.step(exchange, plan);
        }
        return meter;
    }

    // Sized once, when the tier begins: a limited subject's own rate shrinks, and its plan must not shrink with it,
    // whatever else a new version of the policy says.
    private static LimitPlan plan(Held held, Published before, ProfileState profile) {
        boolean approved = held.tier() == Tier.SUSPEND
                && before.tier() == Tier.SUSPEND
                && held.rulings().approves(before.tierVersion(), before.version());
        PlanSizer sizer = new PlanSizer(held.policy().ladder().plan());
        boolean same = held.tier() == before.tier()
                && sizer.sizesAs(held.question().named().apply(before.policy()));
        if (same && !approved) {
            return before.plan();
        }
        Tally recent = profile.recent().combine(profile.today().tally());
        Tally counted = profile.today().tally().count(Measure.EXCHANGES) > 0
                ? profile.today().tally()
                : recent;
        LimitPlan sized = sizer.plan(
                held.tier(),
                ActiveHours.rate(counted, Measure.EXCHANGES),
                ActiveHours.rate(counted, Measure.OUTPUT_TOKENS),
                approved);
        boolean comesDown = held.tier().compareTo(before.tier()) < 0;
        return comesDown ? PlanSizer.noLess(sized, before.plan()) : sized;
    }

    /** Reads the cold state once, however often it is asked. */
    static final class Once {
        private final Question question;
        private final List<HistoryState> read = new ArrayList<>(1);

        Once(Question question) {
            this.question = question;
        }

        HistoryState read() {
            if (read.isEmpty()) {
                read.add(question.history().get());
            }
            return read.get(0);
        }
    }
}
