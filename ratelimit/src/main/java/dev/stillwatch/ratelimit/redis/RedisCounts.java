// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.redis;

import dev.stillwatch.policies.key.DeploymentKey;
import dev.stillwatch.ratelimit.apply.Counts;
import dev.stillwatch.ratelimit.apply.Portion;
import dev.stillwatch.ratelimit.apply.Taking;
import dev.stillwatch.ratelimit.count.CounterKey;
import dev.stillwatch.ratelimit.count.Taken;
import dev.stillwatch.ratelimit.count.WindowPlan;
import dev.stillwatch.ratelimit.decide.Entry;
import dev.stillwatch.ratelimit.decide.UndecidedException;
import dev.stillwatch.ratelimit.decide.Unit;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Counts in a Redis, by its clock: limiters that have the same one and the same key share every limit of their files. What
 * it counts and answers is what {@link dev.stillwatch.ratelimit.apply.Counting} would; what is not answered in time is
 * undecided, and may have been counted.
 */
public final class RedisCounts implements Counts, AutoCloseable {
    private static final int FIRST_LOOKS = 200;

    private final RedisLink link;
    private final RedisNames names;
    private final LongSupplier clock;

    private RedisCounts(RedisLink link, RedisNames names, LongSupplier clock) {
        this.link = link;
        this.names = names;
        this.clock = clock;
    }

    /**
     * Connects.
     *
     * @param key names counters; empty for a key that is no secret. The same for all that count there
     * @throws IOException when there is no Redis, or none that can count
     */
    public static RedisCounts start(RedisAddress address, Optional<DeploymentKey> key, RedisPatience patience)
            throws IOException {
        return start(address, key, patience, () -> CountScript.ITS_OWN_TIME);
    }

    /**
     * Connects, and counts by another clock than that of the Redis.
     *
     * @param clock milliseconds since 1970
     * @throws IOException when there is no Redis, or none that can count
     */
    public static RedisCounts start(
            RedisAddress address, Optional<DeploymentKey> key, RedisPatience patience, LongSupplier clock)
            throws IOException {
        RedisLink link = RedisLink.start(address, patience, CountScript.text());
        RedisCounts counts = new RedisCounts(link, new RedisNames(key), clock);
        counts.warmUp();
        return counts;
    }

    @Override
    public Taken count(Taking taking, List<String> subjects) throws UndecidedException {
        return count(List.of(taking)).get(0);
    }

    @Override
    public @Nullable Taken[] count(@Nullable Taking[] takings, List<String> subjects) throws UndecidedException {
        List<Taking> counted = new ArrayList<>();
        for (Taking taking : takings) {
            if (taking != null) {
                counted.add(taking);
            }
        }
        List<Taken> told = counted.isEmpty() ? List.of() : count(counted);
        @Nullable Taken[] taken = new Taken[takings.length];
        int next = 0;
        for (int i = 0; i < takings.length; i++) {
            taken[i] = takings[i] == null ? null : told.get(next++);
        }
        return taken;
    }

    /** What it was asked so far. */
    public RedisTally tally() {
        return link.tally();
    }

    @Override
    public void close() {
        link.close();
    }

    private List<Taken> count(List<Taking> takings) throws UndecidedException {
        List<Portion> portions = takings.stream().map(Portion::of).toList();
        String[] keys = portions.stream().map(this::name).toArray(String[]::new);
        List<Object> answer = link.run(keys, CountScript.given(clock.getAsLong(), portions));
        if (!CountScript.fits(answer, takings.size())) {
            throw new UndecidedException("the Redis answered something else than was asked");
        }
        List<Long> numbers = answer.stream().map(Long.class::cast).toList();
        List<Taken> taken = new ArrayList<>();
        for (int i = 0; i < portions.size(); i++) {
            taken.add(CountScript.told(numbers, i, portions.get(i)));
        }
        return taken;
    }

    private String name(Portion portion) {
        Taking taking = portion.taking();
        return names.of(new CounterKey(taking.domain(), taking.entries(), portion.plan()).name());
    }

    /** Looks that nobody waits for, so that the first request is not the first to load classes: they leave nothing there. */
    private void warmUp() {
        Taking look = new Taking("", List.of(new Entry("warm-up", "")), new WindowPlan(Unit.SECOND, 1), 0, 1, false);
        for (int i = 0; i < FIRST_LOOKS; i++) {
            try {
                count(List.of(look));
            } catch (UndecidedException e) {
                // The first ones are slow: that is what they are for.
                continue;
            }
        }
    }
}
