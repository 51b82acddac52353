// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.adjudicate;

import dev.stillwatch.policies.policy.Policy.Ladder;
import dev.stillwatch.policies.standing.Family;
import dev.stillwatch.policies.standing.Tier;
import java.util.Set;

/**
 * The ladder: which rung a score reaches, and how slowly a subject comes down. Harder rungs need more independent
 * families: throttle one, restrict two, a recommended suspension three or a replayed trace. Total and pure; more
 * evidence never gives a milder rung.
 */
public final class AdjudicationLadder {
    private static final long DAY_MILLIS = 86_400_000;

    private final Ladder ladder;

    /** The ladder of a policy. */
    public AdjudicationLadder(Ladder ladder) {
        this.ladder = ladder;
    }

    /** The rung that a score reaches by itself. */
    public Tier reach(Score score) {
        return reach(score, 1);
    }

    /**
     * The state after a whole day. A subject rises at once; it comes down one rung after {@code dwellDays} days in a
     * row on which the score was below {@code hysteresis} times what the rung needs.
     *
     * @param previous the state after the day before
     * @param dayEnd the score with the whole day counted
     * @param end end of the day, event time
     * @param lifted what a person lifted, as it was when that was seen
     */
    public LadderState settle(LadderState previous, Score dayEnd, long end, Forgiven lifted) {
        Forgiven forgiven = lifted.on(end);
        Tier held = forgiven.lifts(previous) && forgiven.at() < end ? Tier.CLEAR : previous.tier();
        Tier reached = forgiven.covers(dayEnd, ladder) ? Tier.CLEAR : reach(dayEnd);
        if (reached.atLeast(held)) {
            long since = reached == previous.tier() ? previous.since() : end;
            return new LadderState(reached, since, 0, end);
        }
        if (!forgiven.covers(dayEnd, ladder)
                && reach(dayEnd, ladder.hysteresis()).atLeast(held)) {
            return new LadderState(held, previous.since(), 0, end);
        }
        int below = previous.daysBelow() + 1;
        return below < ladder.dwellDays()
                ? new LadderState(held, previous.since(), below, end)
                : new LadderState(Tier.values()[held.ordinal() - 1], end, 0, end);
    }

    /** The state after the whole days without any exchange up to an instant: each of them is a quiet day. */
    public LadderState rest(LadderState previous, long until, Forgiven forgiven) {
        LadderState state = previous;
        while (state.settled() > 0 && state.tier() != Tier.CLEAR && state.settled() + DAY_MILLIS <= until) {
            state = settle(state, Score.none(ladder), state.settled() + DAY_MILLIS, forgiven);
        }
        return state;
    }

    /**
     * The rung to publish inside a day: the settled one, or a higher one that the day so far reaches.
     *
     * @param settled the state after the last whole day
     * @param soFar the score with the day so far
     * @param forgiven what a person lifted, as much of it as is left
     */
    public Tier publish(LadderState settled, Score soFar, Forgiven forgiven) {
        Tier held = forgiven.lifts(settled) ? Tier.CLEAR : settled.tier();
        Tier reached = forgiven.covers(soFar, ladder) ? Tier.CLEAR : reach(soFar);
        return reached.atLeast(held) ? reached : held;
    }

    /** What would take a subject to the next rung, and when it would come down. */
    public Outlook outlook(Tier tier, LadderState settled, Score score) {
        Tier next = tier == Tier.SUSPEND ? Tier.SUSPEND : Tier.values()[tier.ordinal() + 1];
        long floor = ladder.familyFloor();
        long have = next == Tier.THROTTLE ? score.strongestMilli(floor) : score.totalMilli();
        long milliShort = next == tier ? 0 : Math.max(0, needed(next) - have);
        int families = score.acting().size();
        boolean thirdByTrace = next == Tier.SUSPEND && score.decisive(floor);
        int familiesShort = next == tier || thirdByTrace ? 0 : Math.max(0, familiesNeeded(next) - families);
        // A day on which the score holds the tier begins the count again.
        int below = reach(score, ladder.hysteresis()).atLeast(tier) ? 0 : settled.daysBelow();
        int days = tier == Tier.CLEAR ? 0 : Math.max(1, ladder.dwellDays() - below);
        return new Outlook(next, milliShort, familiesShort, days, scaled(needed(tier), ladder.hysteresis()));
    }

    private Tier reach(Score score, double share) {
        long floor = scaled(ladder.familyFloor(), share);
        long total = score.totalMilli(floor);
        Set<Family> acting = score.acting(floor);
        if (total >= scaled(ladder.suspend(), share) && (acting.size() >= 3 || score.decisive(floor))) {
            return Tier.SUSPEND;
        }
        if (total >= scaled(ladder.restrict(), share) && acting.size() >= 2) {
            return Tier.RESTRICT;
        }
        if (score.strongestMilli(floor) >= scaled(ladder.throttle(), share)) {
            return Tier.THROTTLE;
        }
        return total >= scaled(ladder.watch(), share) ? Tier.WATCH : Tier.CLEAR;
    }

    private long needed(Tier tier) {
        return switch (tier) {
            case CLEAR -> 0;
            case WATCH -> ladder.watch();
            case THROTTLE -> ladder.throttle();
            case RESTRICT -> ladder.restrict();
            case SUSPEND -> ladder.suspend();
        };
    }

    private static int familiesNeeded(Tier tier) {
        return switch (tier) {
            case CLEAR, WATCH -> 0;
            case THROTTLE -> 1;
            case RESTRICT -> 2;
            case SUSPEND -> 3;
        };
    }

    private static long scaled(long threshold, double share) {
        return (long) StrictMath.ceil(threshold * share);
    }

    /**
     * What would change a tier.
     *
     * @param next the next rung up, the same as now at the top
     * @param milliShort thousandths of a nat still short of it, in the strongest family for throttle, else in the sum
     * @param familiesShort families still short of it
     * @param quietDays whole quiet days after which the subject comes down one rung, 0 when it is clear
     * @param fallsBelowMilli the score under which a day counts as quiet
     */
    public record Outlook(Tier next, long milliShort, int familiesShort, int quietDays, long fallsBelowMilli) {}
}
