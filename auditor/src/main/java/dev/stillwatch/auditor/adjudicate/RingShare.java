// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.adjudicate;

import dev.stillwatch.auditor.profile.Behaviour;
import dev.stillwatch.auditor.profile.Course;
import dev.stillwatch.auditor.profile.DayCell;
import dev.stillwatch.auditor.profile.Drift;
import dev.stillwatch.auditor.profile.HistoryState;
import dev.stillwatch.auditor.profile.Measure;
import dev.stillwatch.auditor.profile.ProfileState;
import dev.stillwatch.auditor.profile.Profiler;
import dev.stillwatch.auditor.profile.Rhythm;
import dev.stillwatch.auditor.profile.Shift;
import dev.stillwatch.policies.exchange.Exchange;
import dev.stillwatch.policies.ring.ArtefactKind;
import dev.stillwatch.policies.ring.Contribution;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What one closed bucket of one account gives to rings: links, and once in a while the account's own sums. */
final class RingShare {
    /** Exchanges of a day from which each doubling is contributed at once. */
    private static final long LEAST_DOUBLED = 16;

    /** A contribution is at most this part of itself behind. */
    private static final int MOST_BEHIND = 8;

    private final Question question;
    private final Memory before;
    private final ProfileState profile;
    private final Optional<HistoryState> history;
    private final Adjudicator.Once cold;
    private final Set<ArtefactKind> linking;

    RingShare(
            Question question,
            Memory before,
            Profiler.Folded folded,
            Adjudicator.Once cold,
            Set<ArtefactKind> linking) {
        this.question = question;
        this.before = before;
        this.profile = folded.profile();
        this.history = folded.history();
        this.cold = cold;
        this.linking = linking;
    }

    EdgeSpotter.Spotted edges(List<Exchange> evidence) {
        return EdgeSpotter.spot(
                question.account(), question.asOf(), evidence, profile.today().tally(), linking, before.seen());
    }

    /** When the account was active in the open day, this bucket's evidence included. */
    Rhythm rhythm(List<Exchange> evidence) {
        return evidence.isEmpty()
                ? before.rhythm()
                : before.rhythm()
                        .with(
                                DayCell.dayOf(question.asOf() - 1),
                                evidence.stream().mapToLong(Exchange::time).toArray());
    }

    /**
     * The account's sums: in the first judged bucket of its day, so that whoever links anything that day has told what
     * it did; then in the first one of an epoch and whenever the day's exchanges have doubled, so that an account that
     * bursts and stops within an epoch is not left out. Within a day only when it has an eighth more to tell than it
     * told last: a ring is at most so much behind, and a busy account is not told of every five minutes. An account whose
     * owner declares a volume tells an eighth more of its day: volumes are of single days.
     *
     * @param weighed the behaviour that gave the score
     */
    Optional<Contribution> contribution(Behaviour weighed, Rhythm rhythm, Score score) {
        if (hasToldToday() && (!isDue(weighed.policy().timing().epoch()) || !tellsMore(weighed))) {
            return Optional.empty();
        }
        return Optional.of(new Contribution(
                question.account(),
                weighed.facts().org(),
                question.asOf(),
                weighed.recent().rounded().encode(),
                shift(weighed.drift()).encode(),
                new Course(rhythm, weighed.drift()).encode(),
                score.totalMilli(),
                countNow(Measure.EXCHANGES)));
    }

    // The cold state is read only where it has days to compare with.
    private Shift shift(Drift drift) {
        return drift.today() > 1 && drift.past() > 1 ? history().shift(profile) : Shift.NONE;
    }

    /** Exchanges that a contribution tells of. */
    static long exchanges(Behaviour weighed) {
        return weighed.recent().count(Measure.EXCHANGES);
    }

    private boolean hasToldToday() {
        return before.contributed() != 0
                && DayCell.dayOf(before.contributed() - 1) == DayCell.dayOf(question.asOf() - 1);
    }

    private boolean isDue(long epoch) {
        return Math.floorDiv(before.contributed() - 1, epoch) != Math.floorDiv(question.asOf() - 1, epoch) || doubled();
    }

    private boolean tellsMore(Behaviour weighed) {
        long more = exchanges(weighed) - before.contributedExchanges();
        long told = isBounded(weighed) ? countNow(Measure.EXCHANGES) - more : before.contributedExchanges();
        return more * MOST_BEHIND > told;
    }

    /** Whether the day's exchanges are added up against a declared volume. */
    private boolean isBounded(Behaviour weighed) {
        return weighed.policy()
                .owners()
                .of(question.account(), weighed.facts().org())
                .filter(owner -> owner.exchangesPerDay() > 0)
                .isPresent();
    }

    private boolean doubled() {
        return Long.numberOfLeadingZeros(countNow(Measure.EXCHANGES) / LEAST_DOUBLED)
                < Long.numberOfLeadingZeros(countBefore(Measure.EXCHANGES) / LEAST_DOUBLED);
    }

    private long countNow(Measure measure) {
        return profile.today().tally().count(measure);
    }

    private long countBefore(Measure measure) {
        boolean sameDay = question.profile().day() == DayCell.dayOf(question.asOf() - 1);
        return sameDay ? question.profile().today().tally().count(measure) : 0;
    }

    private HistoryState history() {
        return history.orElseGet(cold::read);
    }
}
