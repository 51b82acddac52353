// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.count;

import dev.stillwatch.policies.snapshot.CounterState;
import dev.stillwatch.ratelimit.snapshot.LastStates;
import dev.stillwatch.ratelimit.snapshot.Round;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A counter for each key, for any number of threads. At most so many keys have one of their own, where a key with long
 * values, which come from callers, stands for several: the bound is one on memory. Nothing is ever pushed
 * out by other keys: a counter goes only when it holds nothing (its window is past, its bucket full), in
 * {@link #sweep()}. Keys that come when there is no room share the windows of {@link SharedWindows}, which count at least
 * what each of them took, and are charged with it when there is room again: whoever floods the limiter with keys makes
 * limits tighter for new keys, and in no window looser for anybody.
 */
public final class Counters {
    /** Most keys with a counter of their own, unless said otherwise; one more for each 256 characters of a key. */
    public static final int MOST = 500_000;

    /** Most names of pairs that are held in one copy: gateways have a handful. */
    private static final int NAMES = 1_000;

    private final Timepiece clock;
    private final int most;
    private final ConcurrentHashMap<CounterKey, Counter> counters = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, String> names = new ConcurrentHashMap<>();
    private final LastStates last;
    private final AtomicInteger weight = new AtomicInteger();
    private final SharedWindows windows;
    private final LongAdder sharing = new LongAdder();

    /**
     * No counters yet.
     *
     * @param clock tells what time it is; {@link SteadyTime} where the system's may step
     * @param most most keys with a counter of their own; a key of more than 256 characters stands for several
     */
    public Counters(InstantSource clock, int most) {
        this(clock, most, LastStates.NONE);
    }

    /**
     * No counters yet; those that come begin from their last states.
     *
     * @param clock tells what time it is; {@link SteadyTime} where the system's may step
     * @param most most keys with a counter of their own; a key of more than 256 characters stands for several
     * @param last what is known of them from before
     */
    public Counters(InstantSource clock, int most, LastStates last) {
        this.clock = Timepiece.of(clock);
        this.last = last;
        this.most = most;
        this.windows = new SharedWindows(clock);
    }

    /**
     * Takes hits from the key's limit, or looks what is left when hits are 0. With fixed windows a look is within the limit
     * while no more than the limit was taken, as in envoyproxy/ratelimit; with a bucket, while a token is left.
     */
    public Taken take(CounterKey key, Plan plan, long hits) {
        return take(key, plan, hits, clock.reading());
    }

    /**
     * The same at a reading.
     *
     * @param reading of the clock, as {@link #reading} gives it
     */
    public Taken take(CounterKey key, Plan plan, long hits, long reading) {
        long now = clock.millis(reading);
        while (true) {
            Counter counter = counters.get(key);
            if (counter == null) {
                Newcomer newcomer = new Newcomer(plan, hits, now);
                counter = counters.computeIfAbsent(key.kept(this::oneCopy), newcomer);
                if (newcomer.shared != null) {
                    return newcomer.shared;
                }
            }
            Taken taken = counter.take(plan, hits, now);
            if (taken != null) {
                return taken;
            }
            replace(key, counter);
        }
    }

    /**
     * Gives hits back to the key's limit, up to an untouched one. A key without a counter of its own begins with what is
     * known of it from before. Where nothing is, or there is no room, it has nothing to be given back: what it took is
     * past, or in a shared window where it would go to others.
     */
    public Taken giveBack(CounterKey key, Plan plan, long hits) {
        long reading = clock.reading();
        long now = clock.millis(reading);
        while (true) {
            Counter counter = counters.get(key);
            if (counter == null && last(key) != null) {
                take(key, plan, 0, reading);
                counter = counters.get(key);
            }
            if (counter == null) {
                return new Taken(true, 0, plan.most(), 0, Taken.NEVER);
            }
            Taken given = counter.giveBack(plan, hits, now);
            if (given != null) {
                if (counter.isRetired()) {
                    tellSuccessor(key);
                }
                return given;
            }
            replace(key, counter);
        }
    }

    /** Whoever gave something back to a counter that was retired meanwhile gave it to its successor, which does not know. */
    private void tellSuccessor(CounterKey key) {
        Counter successor = counters.get(key);
        if (successor != null) {
            successor.changed();
        }
    }

    /** What time it is for {@link #take(CounterKey, Plan, long, long)}. */
    public long reading() {
        return clock.reading();
    }

    /** Drops counters that hold nothing. Slow where there are many: for a thread of its own, every ten seconds or so. */
    public void sweep() {
        for (Map.Entry<CounterKey, Counter> entry : counters.entrySet()) {
            if (entry.getValue().retire()) {
                replace(entry.getKey(), entry.getValue());
            }
        }
    }

    /**
     * Lets go of counters of keys that another node counts: should it stop, they begin here from what it told last, and not
     * from what this one counted before. Only what was told goes, when this is called for the second time since: to be
     * called every ten seconds or so. Where nothing is known of counters from before, nothing goes.
     */
    public void release(Predicate<CounterKey> elsewhere) {
        if (last == LastStates.NONE) {
            return;
        }
        for (Map.Entry<CounterKey, Counter> entry : counters.entrySet()) {
            CounterKey key = entry.getKey();
            Counter counter = entry.getValue();
            if (counter.isSettled() && elsewhere.test(key) && counters.remove(key, counter)) {
                weight.addAndGet(-key.weight());
            }
        }
    }

    /** For whoever tells what they hold. */
    public Round<?, ?> round() {
        return new Round<CounterKey, Counter>(counters, (key, counter, glance) -> counter.tell(key::name, glance));
    }

    /** How many keys have a counter of their own. */
    public int size() {
        return counters.size();
    }

    /** How many takings there were in shared windows, because there was no room for the key. */
    public long sharing() {
        return sharing.sum();
    }

    private @Nullable CounterState last(CounterKey key) {
        return last == LastStates.NONE ? null : last.last(key.name()).orElse(null);
    }

    private String oneCopy(String name) {
        String known = names.get(name);
        if (known != null || names.size() >= NAMES) {
            return known == null ? name : known;
        }
        String first = names.putIfAbsent(name, name);
        return first == null ? name : first;
    }

    /** Whoever meets a retired counter puts its successor in its place: nobody waits for the sweep. */
    private void replace(CounterKey key, Counter retired) {
        Counter successor = retired.successor();
        if (successor != null) {
            counters.replace(key, retired, successor);
        } else if (counters.remove(key, retired)) {
            weight.addAndGet(-key.weight());
        }
    }

    /**
     * A taking of a key without a counter: the key gets one where there is room, and otherwise takes in a shared window.
     * The map does one such at a time for each key, so that what a key shared before it got room is always charged to it,
     * together with what others of its slot took: none passes uncounted.
     */
    private final class Newcomer implements Function<CounterKey, @Nullable Counter> {
        private final Plan plan;
        private final long hits;
        private final long now;
        private @Nullable Taken shared;

        Newcomer(Plan plan, long hits, long now) {
            this.plan = plan;
            this.hits = hits;
            this.now = now;
        }

        @Override
        public @Nullable Counter apply(CounterKey key) {
            int more = key.weight();
            if (weight.addAndGet(more) > most) {
                weight.addAndGet(-more);
                sharing.increment();
                shared = windows.take(key, plan, hits, now);
                return null;
            }
            // Only now: a flood of keys that find no room is not to cost a hash each.
            CounterState before = last(key);
            Counter fresh = fresh(before);
            if (before != null) {
                fresh.beganFrom(before);
            }
            Taken left = sharing.sum() > 0 ? fresh.take(plan, 0, now) : null;
            if (left != null) {
                // More than is left would be refused, and nothing be charged.
                fresh.take(plan, Math.min(windows.take(key, plan, 0, now).used(), left.remaining()), now);
            }
            return fresh;
        }

        /** A state of another kind of counter says nothing about this one. */
        private Counter fresh(@Nullable CounterState state) {
            if (plan instanceof BucketPlan bucket) {
                return state instanceof CounterState.Bucket held
                        ? TokenBucket.since(bucket, clock, held, now)
                        : new TokenBucket(bucket, clock, now);
            }
            return state instanceof CounterState.Window held
                    ? FixedWindow.since(clock, plan.unit(), held, now)
                    : new FixedWindow(clock, plan.unit(), now);
        }
    }
}
