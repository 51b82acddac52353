// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.snapshot;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds at each look the counters that changed and are not simply full, a bounded number, those of earlier rounds first.
 * What finds no room stays marked in its counter and is told at a later look: the counters are the queue, so there is none
 * that could run over. For one thread.
 */
public final class SnapshotSweep {
    private final List<Round<?, ?>> rounds;
    private final long span;
    private final int most;

    /**
     * A sweep.
     *
     * @param rounds over the counters, the most important first
     * @param span milliseconds between two looks
     * @param most most to tell at one look
     */
    public SnapshotSweep(List<Round<?, ?>> rounds, long span, int most) {
        this.rounds = List.copyOf(rounds);
        this.span = span;
        this.most = most;
    }

    /** Milliseconds between two looks. */
    public long span() {
        return span;
    }

    /** What there is to tell now, milliseconds since 1970 by the wall clock. */
    public List<Telling> look(long now) {
        List<Telling> told = new ArrayList<>();
        for (Round<?, ?> round : rounds) {
            round.go(now, span, most, told);
        }
        return told;
    }

    /** Begins again and tells everything: what was told before may be lost. */
    public void anew() {
        rounds.forEach(Round::anew);
    }

    /**
     * Up to when everything that was counted has been told, but for what comes back by itself within a span; the least
     * number while that is not known.
     */
    public long toldUpTo() {
        return rounds.stream().mapToLong(Round::toldUpTo).min().orElse(Long.MIN_VALUE);
    }
}
