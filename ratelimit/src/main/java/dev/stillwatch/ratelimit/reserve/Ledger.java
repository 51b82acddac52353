// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.reserve;

import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One budget: its meters, and what is held of them in the order in which it was admitted, which is the order in which
 * it lapses. What lapsed while nobody looked is charged as of the moment at which it did, so the state is a function of
 * what happened and when, not of when somebody asked. Every method but those of the lock needs the lock.
 */
final class Ledger {
    private static final Dimension[] DIMENSIONS = Dimension.values();
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();
    private static final long DAY = Duration.ofDays(1).toNanos();

    private final String key;
    private final ReentrantLock lock = new ReentrantLock();
    private final Now time = new Now();
    private final Map<Dimension, Meter> meters = new EnumMap<>(Dimension.class);
    /** Holds whose minute has not ended, and those that have not expired. */
    private final Set<Hold> young = new LinkedHashSet<>();

    private final Set<Hold> open = new LinkedHashSet<>();
    private Allowance allowance = Allowance.of(Map.of());
    private long latest;
    private boolean retired;

    Ledger(String key) {
        this.key = key;
    }

    String key() {
        return key;
    }

    Allowance allowance() {
        return allowance;
    }

    void lock() {
        lock.lock();
    }

    /** Not where this thread has it already, for a call that is about to hold something here. */
    boolean tryLock() {
        return !lock.isHeldByCurrentThread() && lock.tryLock();
    }

    void unlock() {
        lock.unlock();
    }

    /** Whether it has left the table: a call that still found it must look again. */
    boolean retired() {
        return retired;
    }

    /** Leaves the table when forgetting it changes nothing: all is full and nothing is held. */
    boolean retireIfUntouched(long now) {
        advance(now);
        retired = open.isEmpty() && meters.values().stream().allMatch(Meter::untouched);
        return retired;
    }

    /** Takes the limits as they are now; called with every use, so a changed file needs no sweep. */
    void adopt(Allowance wanted) {
        if (wanted.equals(allowance)) {
            return;
        }
        allowance = wanted;
        meters.forEach((dimension, meter) -> meter.adopt(wanted.limits().getOrDefault(dimension, Meter.UNLIMITED)));
        wanted.limits()
                .forEach((dimension, limit) -> meters.computeIfAbsent(dimension, one -> new Meter(one, limit, time)));
    }

    /** Charges what has lapsed by then. Time here never runs back. */
    void advance(long now) {
        latest = Math.max(latest, now);
        for (Iterator<Hold> each = young.iterator(); each.hasNext(); ) {
            Hold hold = each.next();
            if (hold.minuteEnds > latest) {
                break;
            }
            each.remove();
            lapse(hold, hold.minuteEnds, true);
        }
        for (Iterator<Hold> each = open.iterator(); each.hasNext(); ) {
            Hold hold = each.next();
            if (hold.expires > latest) {
                break;
            }
            each.remove();
            lapse(hold, hold.expires, false);
        }
        time.nanos = latest;
    }

    private void lapse(Hold hold, long at, boolean minute) {
        time.nanos = at;
        meters.forEach((dimension, meter) -> {
            int i = dimension.ordinal();
            if (hold.held[i] > 0 && dimension.lapsesAfterMinute() == minute) {
                meter.release(hold.held[i]);
                meter.charge(hold.held[i]);
                hold.charged[i] += hold.held[i];
                hold.held[i] = 0;
            }
        });
    }

    /** Why the call does not fit, the longest of the reasons; nothing when it does. */
    @Nullable
    Lack lack(Usage estimate) {
        Lack longest = null;
        for (Map.Entry<Dimension, Meter> meter : meters.entrySet()) {
            Lack lack = meter.getValue().lack(allowance.cost(meter.getKey(), estimate));
            if (lack != null) {
                longest = longest == null ? lack : Lack.longer(longest, lack);
            }
        }
        return longest;
    }

    /** Holds what the call may cost; it must fit. */
    Hold take(Usage estimate, Duration holdFor) {
        long[] held = new long[DIMENSIONS.length];
        meters.forEach((dimension, meter) -> {
            long cost = allowance.cost(dimension, estimate);
            if (dimension.chargedAtOnce()) {
                meter.charge(cost);
            } else {
                meter.hold(cost);
                held[dimension.ordinal()] = cost;
            }
        });
        long expires = latest + holdFor.toNanos();
        Hold hold = new Hold(this, held, Math.min(latest + MINUTE, expires), expires);
        young.add(hold);
        open.add(hold);
        return hold;
    }

    /** Ends the hold and leaves the usage charged, nothing when the call did not run. */
    void settle(Hold hold, @Nullable Usage usage) {
        young.remove(hold);
        open.remove(hold);
        for (Dimension dimension : DIMENSIONS) {
            int i = dimension.ordinal();
            Meter meter = meters.get(dimension);
            if (meter == null || dimension.chargedAtOnce()) {
                continue;
            }
            meter.release(hold.held[i]);
            hold.held[i] = 0;
            long cost = usage == null || dimension == Dimension.CONCURRENCY ? 0 : allowance.cost(dimension, usage);
            long due = cost - hold.charged[i];
            if (due > 0) {
                meter.charge(due);
            } else if (sameDay(dimension, hold)) {
                meter.giveBack(-due);
            } else {
                continue;
            }
            hold.charged[i] += due;
        }
    }

    /**
     * Whether an estimate that was charged may be given back: only within the day that it was charged to. What a
     * minute's limit was charged has come back by itself, and giving it back would be giving it twice.
     */
    private boolean sameDay(Dimension dimension, Hold hold) {
        return dimension.dayAligned() && Math.floorDiv(hold.expires, DAY) == Math.floorDiv(latest, DAY);
    }

    void left(Map<Dimension, Left> least) {
        meters.forEach((dimension, meter) -> {
            if (meter.limited()) {
                least.merge(dimension, meter.left(), Left::less);
            }
        });
    }

    /** The moment at which the buckets are asked. */
    private static final class Now implements TimeMeter {
        private long nanos;

        @Override
        public long currentTimeNanos() {
            return nanos;
        }

        @Override
        public boolean isWallClockBased() {
            return true;
        }
    }
}
