// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.ring;

/**
 * What an account adds to a ring: replaces the account's previous one, so that a ring is the sum over its members'
 * latest contributions.
 *
 * @param account the account
 * @param org its declared organisation, empty when unknown
 * @param asOf end of the last closed bucket folded in, event time
 * @param tally the account's recent tally, in the tally's own wire form
 * @param shift which way its open day lies from its days before, in its own wire form; empty when unknown
 * @param course how its open day goes, in its own wire form; empty when unknown
 * @param scoreMilli the account's own score
 * @param dayExchanges exchanges of the UTC day that {@code asOf} ends or lies in, passports' aside; 0 when unknown
 */
public record Contribution(
        String account,
        String org,
        long asOf,
        byte[] tally,
        byte[] shift,
        byte[] course,
        long scoreMilli,
        long dayExchanges) {}
