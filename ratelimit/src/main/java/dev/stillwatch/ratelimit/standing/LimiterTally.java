// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.standing;

/**
 * What a {@link StandingLimiter} did since it was made.
 *
 * @param refused calls refused by a subject's plan or a shared budget
 * @param undecided calls about which the limiter behind could not tell, and drawings about which the node that has them
 *     could not, those of shadow mode too, which make no call undecided
 * @param undecidedChanges how often that began or ended
 * @param buckets plans and budgets counted now
 * @param lostBuckets buckets that went before they had filled up, because there were more than there is room for
 */
public record LimiterTally(long refused, long undecided, long undecidedChanges, int buckets, long lostBuckets) {}
