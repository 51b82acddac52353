// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.record;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ObjLongConsumer;

/**
 * Decisions between two rolls, a bounded number of kinds. Counting and ending may race: a counter that has been read is
 * negative for ever, so that nobody counts where nobody looks any more.
 */
final class Span {
    /** There is no room for another kind. */
    static final long NO_ROOM = -1;

    private static final long READ = Long.MIN_VALUE / 2;

    private final long from;
    private final int most;
    private final Map<Cell, AtomicLong> counters = new ConcurrentHashMap<>();
    private volatile boolean ended;

    Span(long from, int most) {
        this.from = from;
        this.most = most;
    }

    long from() {
        return from;
    }

    /**
     * Counts so many of the kind.
     *
     * @return how many are to be counted in the next span, because this one has ended, or {@link #NO_ROOM}
     */
    long add(Cell cell, long many) {
        AtomicLong known = counters.get(cell);
        if (known != null) {
            return known.addAndGet(many) > 0 ? 0 : many;
        }
        if (ended) {
            return many;
        }
        if (counters.size() >= most) {
            return NO_ROOM;
        }
        AtomicLong counter = counters.computeIfAbsent(cell, c -> new AtomicLong());
        if (counter.addAndGet(many) < 0) {
            return many;
        }
        // It may have come after the walk of close: then nobody else reads it.
        return ended ? Math.max(0, counter.getAndSet(READ)) : 0;
    }

    /** Reads every counter once. To be called once, after the next span has been opened. */
    void close(ObjLongConsumer<Cell> to) {
        ended = true;
        counters.forEach((cell, counter) -> {
            long count = counter.getAndSet(READ);
            if (count > 0) {
                to.accept(cell, count);
            }
        });
    }
}
