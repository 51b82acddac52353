// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.standing;

/**
 * Delays from the return of a transaction's commit to the first answer under the standing: a restriction, not a refusal.
 *
 * @param standings how many were published
 * @param p50Millis median
 * @param p99Millis 99th percentile
 * @param mostMillis the longest
 */
public record StandingDelay(int standings, double p50Millis, double p99Millis, double mostMillis) {}
