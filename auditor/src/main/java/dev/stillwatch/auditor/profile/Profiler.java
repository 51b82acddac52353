// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.profile;

import dev.stillwatch.policies.exchange.Exchange;
import dev.stillwatch.policies.exchange.SignSketch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Folds exchanges into an account's state: pure, so that the same exchanges give the same settled state in any order
 * and any grouping, as long as none comes more than {@link HistoryState#DAYS} days after its day has closed.
 */
public final class Profiler {
    private final Counter counter;
    private final Settling settling;

    /** With what counting an exchange and settling a day mean. */
    public Profiler(Counter counter, Settling settling) {
        this.counter = counter;
        this.settling = settling;
    }

    /**
     * What a fold made.
     *
     * @param profile the hot state
     * @param history the cold state, empty when it was neither read nor changed
     * @param tooLate exchanges older than the ring, not counted
     * @param refolded whether late exchanges changed settled days
     */
    public record Folded(ProfileState profile, Optional<HistoryState> history, int tooLate, boolean refolded) {}

    /**
     * Adds exchanges, without duplicates, of one account. The account's name must be that of the state.
     *
     * @param profile the hot state
     * @param cold reads the cold state; asked at most once, and only when it is needed
     * @param exchanges sorted by time and id
     */
    public Folded fold(ProfileState profile, Supplier<HistoryState> cold, List<Exchange> exchanges) {
        TreeMap<Integer, List<Exchange>> days = new TreeMap<>();
        exchanges.forEach(e -> days.computeIfAbsent(DayCell.dayOf(e.time()), d -> new ArrayList<>())
                .add(e));
        Optional<HistoryState> history = Optional.empty();
        ProfileState state = profile;
        int tooLate = 0;
        boolean refolded = false;
        for (Map.Entry<Integer, List<Exchange>> entry : days.entrySet()) {
            int day = entry.getKey();
            if (day < state.day() - (long) HistoryState.DAYS) {
                tooLate += entry.getValue().size();
            } else if (day < state.day()) {
                HistoryState late = history.orElseGet(cold).withLate(cell(day, entry.getValue()));
                history = Optional.of(late);
                state = refold(state, late);
                refolded = true;
            } else {
                if (day > state.day()) {
                    HistoryState rolled = close(state, history.orElseGet(cold), day);
                    history = Optional.of(rolled);
                    state = opened(state, rolled, day);
                }
                state = count(state, entry.getValue());
                if (state.unflushed().size() >= ProfileState.FLUSH) {
                    HistoryState flushed = flush(state, history.orElseGet(cold));
                    history = Optional.of(flushed);
                    state = drifted(state, flushed);
                }
            }
        }
        return new Folded(state, history, tooLate, refolded);
    }

    /** Closes the open day when it lies before the given one, so that quiet accounts settle too. */
    public Folded settleBefore(int day, ProfileState profile, Supplier<HistoryState> cold) {
        if (profile.facts().isUnseen() || profile.day() >= day) {
            return new Folded(profile, Optional.empty(), 0, false);
        }
        HistoryState rolled = close(profile, cold.get(), day);
        return new Folded(opened(profile, rolled, day), Optional.of(rolled), 0, false);
    }

    private DayCell cell(int day, List<Exchange> exchanges) {
        DayCell cell = DayCell.empty(day, exchanges.get(0).account());
        SketchSum.Adder sketches = new SketchSum.Adder();
        for (Exchange exchange : exchanges) {
            if (exchange.mayBeEvidence()) {
                sketches.add(exchange.text().sketch());
            }
        }
        DayCell counted = counted(cell, exchanges);
        return new DayCell(day, counted.facts(), counted.tally(), sketches.sum(), counted.exemplars());
    }

    private DayCell counted(DayCell cell, List<Exchange> exchanges) {
        Tally.Builder tally = cell.tally().toBuilder();
        AccountFacts facts = cell.facts();
        Exemplars exemplars = cell.exemplars();
        for (Exchange exchange : exchanges) {
            facts = facts.merge(AccountFacts.of(exchange));
            counter.count(exchange, tally);
            exemplars = exemplars.combine(counter.exemplars(exchange));
        }
        return new DayCell(cell.day(), facts, tally.build(), cell.sketches(), exemplars);
    }

    private ProfileState count(ProfileState state, List<Exchange> exchanges) {
        List<SignSketch> unflushed = new ArrayList<>(state.unflushed());
        for (Exchange exchange : exchanges) {
            if (!exchange.text().sketch().isNone() && exchange.mayBeEvidence()) {
                unflushed.add(exchange.text().sketch());
            }
        }
        return with(state, counted(state.today(), exchanges), state.drift(), unflushed);
    }

    private static HistoryState flush(ProfileState state, HistoryState history) {
        return new HistoryState(history.base(), history.ring(), history.todaySketches(state));
    }

    private static ProfileState drifted(ProfileState state, HistoryState history) {
        SketchSum past = history.sketchesBefore(state.day());
        return with(state, state.today(), history.today().drift(past), List.of());
    }

    private HistoryState close(ProfileState state, HistoryState history, int openDay) {
        DayCell today = state.today();
        DayCell closed =
                new DayCell(today.day(), today.facts(), today.tally(), history.todaySketches(state), today.exemplars());
        return history.rolled(closed, openDay, settling);
    }

    private ProfileState opened(ProfileState state, HistoryState history, int day) {
        DayCell empty = DayCell.empty(day, state.facts().account());
        return with(history.settled(settling).carriedTo(day, settling), empty, Drift.NONE, List.of());
    }

    private ProfileState refold(ProfileState state, HistoryState history) {
        Settled settled = history.settled(settling).carriedTo(state.day(), settling);
        return with(settled, state.today(), state.drift(), state.unflushed());
    }

    private static ProfileState with(Settled settled, DayCell today, Drift drift, List<SignSketch> unflushed) {
        return new ProfileState(
                today,
                settled.facts(),
                settled.recent(),
                settled.past(),
                settled.exemplars(),
                drift,
                unflushed,
                settled.ladder(),
                new byte[0]);
    }

    private static ProfileState with(ProfileState state, DayCell today, Drift drift, List<SignSketch> unflushed) {
        return new ProfileState(
                today,
                state.settledFacts(),
                state.recent(),
                state.past(),
                state.exemplars(),
                drift,
                unflushed,
                state.ladder(),
                state.open());
    }
}
