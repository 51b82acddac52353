// SPDX-License-Identifier: Apache-2.0
/**
 * Limits of the file counted in a Redis, which several limiters share without being told of each other: one script for all
 * that a request takes, one round trip. {@link dev.stillwatch.ratelimit.redis.RedisCounts} counts; a Redis that does not
 * answer in time leaves a request undecided. Standings' plans, budgets and reservations are not counted here.
 *
 * <p>Safe for any number of threads, which wait for answers. Lettuce is seen by this package alone.
 */
@NullMarked
package dev.stillwatch.ratelimit.redis;

import org.jspecify.annotations.NullMarked;
