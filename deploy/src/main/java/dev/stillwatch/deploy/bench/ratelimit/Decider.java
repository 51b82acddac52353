// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.ratelimit;

/** Counts one call of an account and says whether it passes. */
@FunctionalInterface
interface Decider {
    /** Takes one from the limit of the account with that number. */
    boolean passes(int account);
}
