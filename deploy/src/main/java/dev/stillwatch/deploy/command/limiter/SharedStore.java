// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.command.limiter;

import dev.stillwatch.deploy.command.InputProblem;
import dev.stillwatch.policies.key.DeploymentKey;
import dev.stillwatch.ratelimit.apply.Counts;
import dev.stillwatch.ratelimit.redis.RedisAddress;
import dev.stillwatch.ratelimit.redis.RedisCounts;
import dev.stillwatch.ratelimit.redis.RedisPatience;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Limits of the file counted in a Redis, where other limiters count too. */
final class SharedStore implements AutoCloseable {
    private final Place place;
    private final RedisCounts counts;

    private SharedStore(Place place, RedisCounts counts) {
        this.place = place;
        this.counts = counts;
    }

    /**
     * Which Redis, and how counters are named there.
     *
     * @param address where it is
     * @param key names counters; empty where this limiter has none
     */
    record Place(RedisAddress address, Optional<DeploymentKey> key) {
        /**
         * What {@code --redis} says.
         *
         * @throws InputProblem when it is no address; without what was written, which may hold a password
         */
        static Place of(String uri, Optional<DeploymentKey> key) {
            try {
                return new Place(RedisAddress.parse(uri), key);
            } catch (IllegalArgumentException e) {
                throw new InputProblem("--redis: " + e.getMessage(), e);
            }
        }
    }

    /**
     * Connects.
     *
     * @throws InputProblem when there is none that can count
     */
    static SharedStore open(Place place) {
        try {
            return new SharedStore(place, RedisCounts.start(place.address, place.key, RedisPatience.DEFAULT));
        } catch (IOException e) {
            throw new InputProblem("--redis: " + e.getMessage(), e);
        }
    }

    /** Where hits are counted. */
    Counts counts() {
        return counts;
    }

    /** What people should know of it. */
    String sentence() {
        String key = place.key
                .map(one -> "this deployment's key (epoch " + one.epoch() + ")")
                .orElse("a key that is no secret, for want of a deployment's");
        return "Counts the file's limits in the Redis at " + place.address + ", with every limiter that names counters"
                + " there under the same key: " + key + ". Standings' plans, budgets and reservations are this"
                + " limiter's own.";
    }

    /** Whether what is sent may be read on its way. */
    boolean isOpen() {
        return place.address.isOpen();
    }

    /** What {@code /metrics} shows of it. */
    Map<String, LongSupplier> gauges() {
        return Map.of(
                "redis.away", () -> counts.tally().away() ? 1 : 0,
                "redis.turns", () -> counts.tally().turns(),
                "redis.asked", () -> counts.tally().asked(),
                "redis.silent", () -> counts.tally().silent(),
                "redis.failed", () -> counts.tally().failed(),
                "redis.full", () -> counts.tally().full(),
                "redis.script.loads", () -> counts.tally().loads());
    }

    @Override
    public void close() {
        counts.close();
    }
}
