// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.profile;

import java.util.ArrayList;
import java.util.List;

/**
 * The cold part of an account's state: what is needed when a day rolls over, a late exchange comes or sketches are
 * flushed.
 *
 * @param base the account before the ring
 * @param ring days with exchanges among the {@link #DAYS} before the open one, oldest first
 * @param today sum of the open day's flushed sketches
 */
public record HistoryState(Settled base, List<DayCell> ring, SketchSum today) {
    /** Whole days before the open one that a late exchange still reaches: at least 48 h. */
    public static final int DAYS = 2;
    /** Days in which what is kept of recent days halves. */
    public static final int RECENT_HALF_LIFE = Settled.RECENT_HALF_LIFE;

    /** Days in which an account's own past halves. */
    public static final int PAST_HALF_LIFE = Settled.PAST_HALF_LIFE;

    private static final int VERSION = 1;

    /** Copies the list. */
    public HistoryState {
        ring = List.copyOf(ring);
    }

    /** Of an account never seen. */
    public static HistoryState start(String account) {
        return new HistoryState(Settled.start(account), List.of(), SketchSum.EMPTY);
    }

    /** The fold of base and ring. */
    Settled settled(Settling settling) {
        Settled state = base;
        for (DayCell cell : ring) {
            state = state.step(cell, settling);
        }
        return state;
    }

    /** The decayed prompt sketches of the days before the given one: the sketches of {@link #settled}, without the ladder. */
    SketchSum sketchesBefore(int openDay) {
        SketchSum.Adder sum = new SketchSum.Adder().add(base.sketches());
        int day = base.day();
        for (DayCell cell : ring) {
            sum.decay(cell.day() - day, Settled.PAST_HALF_LIFE).add(cell.sketches());
            day = cell.day();
        }
        return sum.decay(openDay - day, Settled.PAST_HALF_LIFE).sum();
    }

    /** The prompt sketches of the open day, unflushed ones of the hot state included. */
    public SketchSum todaySketches(ProfileState hot) {
        SketchSum.Adder sum = new SketchSum.Adder().add(today);
        hot.unflushed().forEach(sum::add);
        return sum.sum();
    }

    /** Which way the prompts of the open day lie from the decayed ones of the days before it, half-life fourteen days. */
    public Shift shift(ProfileState hot) {
        return Shift.between(todaySketches(hot), sketchesBefore(hot.day()));
    }

    /** With exchanges of a day in the ring's reach added. */
    HistoryState withLate(DayCell late) {
        List<DayCell> cells = new ArrayList<>();
        DayCell merged = late;
        for (DayCell cell : ring) {
            if (cell.day() == late.day()) {
                merged = cell.combine(late);
            } else {
                cells.add(cell);
            }
        }
        int at = 0;
        while (at < cells.size() && cells.get(at).day() < late.day()) {
            at++;
        }
        cells.add(at, merged);
        return new HistoryState(base, cells, today);
    }

    /** The open day closes and a later one opens: days that leave the ring's reach fold into the base. */
    HistoryState rolled(DayCell closed, int openDay, Settling settling) {
        List<DayCell> cells = new ArrayList<>(ring);
        if (!closed.isEmpty()) {
            cells.add(closed);
        }
        Settled state = base;
        while (!cells.isEmpty() && cells.get(0).day() < openDay - DAYS) {
            state = state.step(cells.remove(0), settling);
        }
        return new HistoryState(state, cells, SketchSum.EMPTY);
    }

    /** The wire form; its first byte is the format version. */
    public byte[] encode() {
        WireWriter out = new WireWriter().octet(VERSION);
        base.write(out);
        out.unsigned(ring.size());
        ring.forEach(cell -> cell.write(out));
        return out.bytes(today.encode()).toBytes();
    }

    /**
     * Reads {@link #encode}.
     *
     * @throws CorruptStateException when the bytes are not such a form
     */
    public static HistoryState decode(byte[] bytes) {
        WireReader in = new WireReader(bytes).version(VERSION, "a history state");
        Settled base = Settled.read(in);
        List<DayCell> ring = new ArrayList<>();
        for (int left = in.size(); left > 0; left--) {
            ring.add(DayCell.read(in));
        }
        return new HistoryState(base, ring, SketchSum.decode(in.bytes()));
    }
}
