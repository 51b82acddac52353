// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.standing;

import dev.stillwatch.ratelimit.decide.LimitRequest;
import dev.stillwatch.ratelimit.decide.UndecidedException;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/**
 * Asks the plan of a call's subject, and the budget that it shares, for one exchange. What is enforced is asked together; a
 * budget that only shadow mode counts is asked apart.
 */
final class PlanAsking {
    private static final long NOT_ASKED = -1;

    private final StandingBook book;
    private final Draws draws;
    private final LongAdder undecided;

    /**
     * Asks there.
     *
     * @param undecided counts calls on which nobody could tell
     */
    PlanAsking(StandingBook book, Draws draws, LongAdder undecided) {
        this.book = book;
        this.draws = draws;
        this.undecided = undecided;
    }

    /** What came of asking; nothing where nothing is limited, or where the request gives something back. */
    Asked ask(LimitRequest request, Found found) throws UndecidedException {
        Applied applied = found.applied();
        if (applied == null || !applied.limits()) {
            return Asked.NOTHING;
        }
        Found.Purpose purpose = found.purpose(request);
        return purpose == Found.Purpose.GIVES_BACK
                ? Asked.NOTHING
                : ask(found.subject(), applied, purpose == Found.Purpose.LOOKS);
    }

    private Asked ask(String subject, Applied applied, boolean looks) throws UndecidedException {
        Applied ring = book.budgetOf(applied).orElse(null);
        boolean together = ring != null && applied.enforced() && ring.enforced();
        // In shadow mode a block is certain without being counted, and leaves the plan what it has.
        long plan = applied.wouldBlock() && !applied.enforced() ? NOT_ASKED : number(applied);
        long budget = ring == null ? NOT_ASKED : number(ring);
        String shared = ring == null ? "" : ring.standing().subject();
        Optional<String> block = applied.wouldBlock() ? Optional.of(Draw.PLAN) : Optional.empty();
        if (!applied.enforced()) {
            Draw shadow = draw(new Drawing(subject, plan, shared, budget, true, looks));
            return new Asked(Draw.NOTHING, shadow, block, Optional.empty());
        }
        Draw enforced = draw(new Drawing(subject, plan, shared, together ? budget : NOT_ASKED, false, looks));
        if (together || enforced.refusal() != null) {
            return new Asked(enforced, Draw.NOTHING, block, Optional.ofNullable(together ? ring : null));
        }
        Draw shadow = draw(new Drawing(subject, NOT_ASKED, shared, budget, true, looks));
        return new Asked(enforced, shadow, block, Optional.empty());
    }

    /** What only shadow mode counts makes no call undecided: where nobody can tell, nothing was drawn. */
    private Draw draw(Drawing drawing) throws UndecidedException {
        if (!drawing.asksPlan() && !drawing.asksBudget()) {
            return Draw.NOTHING;
        }
        try {
            return new Draw(drawing, draws.draw(drawing));
        } catch (UndecidedException e) {
            undecided.increment();
            if (drawing.shadow()) {
                return Draw.NOTHING;
            }
            throw e;
        }
    }

    private static long number(Applied applied) {
        long perHour = applied.counted();
        return perHour > Drawing.MOST_PER_HOUR ? NOT_ASKED : perHour;
    }
}
