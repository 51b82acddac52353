// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.clock;

import dev.stillwatch.policies.tick.Tick;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/**
 * The least event time over the sources that are not idle: before it nothing more is expected. When all are idle it is
 * the greatest that any of them says, because nobody is waited for. It never goes back, holds still until every source has
 * spoken (or has been called idle), and depends only on each source's own order of ticks, not on how the sources
 * interleave, as long as none is idle.
 */
public final class Watermark {
    /** Before the first instant: nothing may close. */
    public static final long NOTHING = Long.MIN_VALUE;

    private final Map<Integer, Tick> sources = new TreeMap<>();
    private long value;

    /** A watermark that nothing has moved yet. */
    public Watermark() {
        this(NOTHING);
    }

    /** Goes on from a value that was reached before. */
    public Watermark(long reached) {
        value = reached;
    }

    /**
     * A source says how far it has got.
     *
     * @return whether the whole moved
     */
    public boolean advance(Tick tick) {
        Tick previous = sources.get(tick.source());
        // What a source said when it was idle may go beyond its records, and binds it no more when it speaks again.
        long reached = previous == null || previous.idle()
                ? tick.watermark()
                : Math.max(previous.watermark(), tick.watermark());
        sources.put(tick.source(), new Tick(tick.source(), tick.sources(), reached, tick.idle()));
        if (sources.size() < tick.sources()) {
            return false;
        }
        long least = sources.values().stream()
                .filter(source -> !source.idle())
                .mapToLong(Tick::watermark)
                .min()
                .orElseGet(this::greatest);
        boolean moved = least > value;
        value = Math.max(value, least);
        return moved;
    }

    private long greatest() {
        return sources.values().stream().mapToLong(Tick::watermark).max().orElse(value);
    }

    /** The least event time, {@link #NOTHING} before every source has spoken, {@link Tick#END} when all have ended. */
    public long value() {
        return value;
    }

    /** The last tick of each source, for keeping. */
    public Collection<Tick> ticks() {
        return sources.values();
    }
}
