// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.reserve;

import java.time.Duration;

/**
 * Bounds of {@link Reservations}.
 *
 * @param holdFor how long a call may run before its reservation counts as lost
 * @param mostBudgets budgets that are held; when all of them have used something, a call of a new one is refused
 * @param mostOpen open reservations; one more is refused, and so is an account that has a twentieth of them, or a thousand
 *     where that is more
 * @param mostEnded ended reservations that are remembered, so that a late or second settlement is told what it is
 * @param mostLearned pairs of account and model whose outputs are learned; the longest unused is forgotten
 * @param firstGuess output tokens of one choice that are held before enough was learned
 */
public record ReservationSettings(
        Duration holdFor, int mostBudgets, int mostOpen, int mostEnded, int mostLearned, long firstGuess) {
    /** Ten minutes, the time after which clients of the great providers give up; 1,024 tokens, LiteLLM's guess. */
    public static final ReservationSettings DEFAULTS =
            new ReservationSettings(Duration.ofMinutes(10), 100_000, 100_000, 100_000, 50_000, 1024);

    /** Refuses what is out of range. */
    public ReservationSettings {
        if (holdFor.compareTo(Duration.ofSeconds(1)) < 0 || holdFor.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException("reservations must be held for 1 second to 1 hour: " + holdFor);
        }
        if (mostBudgets < 1 || mostOpen < 1 || mostEnded < 0 || mostLearned < 1) {
            throw new IllegalArgumentException("bounds must be at least 1");
        }
        if (firstGuess < 1 || firstGuess > Usage.MOST) {
            throw new IllegalArgumentException("the first guess must be from 1 to " + Usage.MOST);
        }
    }
}
