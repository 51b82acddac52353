// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.reserve;

/**
 * What one reservation holds, and has been charged, of one budget. Amounts stand at the ordinal of their dimension.
 * Guarded by the budget's lock.
 */
final class Hold {
    final Ledger ledger;
    final long[] held;
    final long[] charged;
    /** When the minute's limits take it for used. */
    final long minuteEnds;
    /** When all take it for used. */
    final long expires;

    Hold(Ledger ledger, long[] held, long minuteEnds, long expires) {
        this.ledger = ledger;
        this.held = held;
        this.charged = new long[held.length];
        this.minuteEnds = minuteEnds;
        this.expires = expires;
    }
}
