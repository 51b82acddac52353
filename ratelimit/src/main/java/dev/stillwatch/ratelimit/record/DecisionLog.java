// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.record;

import dev.stillwatch.policies.decision.LimitDecision;
import dev.stillwatch.policies.decision.LimitDecision.Outcome;
import dev.stillwatch.policies.standing.LimitPlan;
import dev.stillwatch.policies.standing.Tier;
import dev.stillwatch.ratelimit.decide.CurrentLimit;
import dev.stillwatch.ratelimit.decide.DescriptorStatus;
import dev.stillwatch.ratelimit.decide.LimitResponse;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts decisions and hands them over as records. Recording is safe for any number of threads, takes no lock and never
 * waits; {@link #roll} and {@link #poll} are for one thread, which rolls once a second. A span lasts from one roll to the
 * next, and says how long that was. Every decision is in exactly one record, or in the count of those that are in none.
 */
public final class DecisionLog implements Recorder {
    /** Cells of a span unless told otherwise. */
    public static final int MOST_CELLS = 20_000;

    /** Records that wait unless told otherwise. */
    public static final int MOST_QUEUED = 50_000;

    private final String limiter;
    private final InstantSource wall;
    private final int mostCells;
    private final Totals totals = new Totals();
    private final LongAdder dropped = new LongAdder();
    /** Those of {@link #dropped} that a record says, which is not known to be lost. */
    private final LongAdder told = new LongAdder();

    private final ArrayBlockingQueue<LimitDecision> queue;
    private final Spared spared = new Spared();
    private volatile Span open;

    /**
     * An empty log.
     *
     * @param limiter name of this node, never empty
     * @param wall names spans
     * @param mostCells subjects, limits and outcomes told apart within a span, at least 1
     * @param mostQueued records that wait for {@link #poll} at most, at least 1
     */
    public DecisionLog(String limiter, InstantSource wall, int mostCells, int mostQueued) {
        if (limiter.isEmpty()) {
            throw new IllegalArgumentException("a limiter needs a name");
        }
        this.limiter = limiter;
        this.wall = wall;
        this.mostCells = mostCells;
        this.queue = new ArrayBlockingQueue<>(mostQueued);
        this.open = new Span(wall.millis(), mostCells);
    }

    @Override
    public void decided(String domain, LimitResponse response) {
        var treatment = response.treatment();
        if (!response.passes()) {
            String limit = treatment.wouldRefuse().orElseGet(() -> refusing(response));
            count(new Cell(
                    domain,
                    treatment.subject(),
                    Outcome.REFUSED,
                    limit,
                    treatment.tier(),
                    treatment.standingVersion()));
        } else if (response.wouldRefuse().isPresent()) {
            count(new Cell(
                    domain,
                    treatment.subject(),
                    treatment.wouldRefuse().isPresent() ? Outcome.WOULD_REFUSE : Outcome.FILE_WOULD_REFUSE,
                    response.wouldRefuse().get(),
                    treatment.tier(),
                    treatment.standingVersion()));
        } else {
            totals.add(domain, alters(treatment.plan()) ? Outcome.ALTERED : Outcome.PASSED);
        }
    }

    @Override
    public void undecided(String domain) {
        totals.add(domain, Outcome.UNDECIDED);
    }

    /** Ends the span and queues its records; what finds no room is counted as dropped. */
    public void roll() {
        Span ended = open;
        long now = wall.millis();
        open = new Span(now, mostCells);
        // The wall clock may have stepped back: a span is never shorter than the least that its record allows.
        long length = Math.max(1, now - ended.from());
        ended.close((cell, count) -> {
            spared.add(cell, count);
            offer(record(cell, ended.from(), length, count));
        });
        totals.since((domain, outcome, count) ->
                offer(record(new Cell(domain, "", outcome, "", Tier.CLEAR, 0), ended.from(), length, count)));
        tellDropped(ended.from(), length);
    }

    /** The oldest records that wait, at most so many. */
    public List<LimitDecision> poll(int most) {
        List<LimitDecision> polled = new ArrayList<>();
        queue.drainTo(polled, most);
        return polled;
    }

    /** Counts a record that was polled and then lost on its way; what a record of dropped ones said is said again. */
    public void lost(LimitDecision decision) {
        if (decision.outcome() == Outcome.DROPPED) {
            told.add(-decision.count());
        } else {
            dropped.add(decision.count());
        }
    }

    /** Decisions that are in no record. */
    public long dropped() {
        return dropped.sum();
    }

    /** Whom shadow mode spares. */
    public Spared spared() {
        return spared;
    }

    private void count(Cell cell) {
        long left = 1;
        while (left > 0) {
            long now = open.add(cell, left);
            if (now == Span.NO_ROOM) {
                dropped.add(left);
            }
            left = now;
        }
    }

    private void offer(LimitDecision decision) {
        if (!queue.offer(decision)) {
            dropped.add(decision.count());
        }
    }

    private void tellDropped(long from, long length) {
        long untold = dropped.sum() - told.sum();
        Cell cell = new Cell("", "", Outcome.DROPPED, "", Tier.CLEAR, 0);
        if (untold > 0 && queue.offer(record(cell, from, length, untold))) {
            told.add(untold);
        }
    }

    private LimitDecision record(Cell cell, long from, long length, long count) {
        return new LimitDecision(
                limiter,
                cell.domain(),
                cell.subject(),
                cell.outcome(),
                cell.limit(),
                cell.tier(),
                cell.standingVersion(),
                from,
                length,
                count);
    }

    private static String refusing(LimitResponse response) {
        for (DescriptorStatus status : response.statuses()) {
            if (status.code() == DescriptorStatus.Code.OVER_LIMIT) {
                return status.limit().map(CurrentLimit::name).orElse("");
            }
        }
        return "";
    }

    private static boolean alters(LimitPlan plan) {
        return plan.stripLogprobs() || plan.stripReasoning() || plan.maxTokens() >= 0 || plan.choices() >= 0;
    }
}
