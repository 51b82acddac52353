// SPDX-License-Identifier: Apache-2.0
/**
 * What standings and people's acts mean for a call: {@link dev.stillwatch.ratelimit.standing.StandingBook} holds the
 * latest of them, {@link dev.stillwatch.ratelimit.standing.StandingLimiter} takes from a subject's plan and from its
 * ring's shared budget before it asks the limiter that it goes round.
 *
 * <p>Reading is free of locks and safe for any number of threads; writing takes one lock, which no answer waits for. Time
 * is injected: what has been received is counted by a clock that never steps, the wall clock is read on receipt only.
 * Nothing here knows where standings come from.
 */
@NullMarked
package dev.stillwatch.ratelimit.standing;

import org.jspecify.annotations.NullMarked;
