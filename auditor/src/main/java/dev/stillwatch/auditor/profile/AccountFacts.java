// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.profile;

import dev.stillwatch.policies.exchange.Exchange;
import java.util.Comparator;

/**
 * Who an account is, as its records last said. Merges commute: the facts with the latest event time win, ties go to the
 * greater values.
 *
 * @param account its id
 * @param org declared organisation, empty when unknown
 * @param plan plan, empty when unknown
 * @param created when it was made, milliseconds since 1970, 0 when unknown
 * @param firstSeen event time of its first exchange
 * @param lastSeen event time of its last exchange
 */
public record AccountFacts(String account, String org, String plan, long created, long firstSeen, long lastSeen) {
    private static final Comparator<AccountFacts> LATEST = Comparator.comparingLong(AccountFacts::lastSeen)
            .thenComparing(AccountFacts::org)
            .thenComparing(AccountFacts::plan)
            .thenComparingLong(AccountFacts::created);

    /** Nothing known but the name. */
    public static AccountFacts unknown(String account) {
        return new AccountFacts(account, "", "", 0, Long.MAX_VALUE, Long.MIN_VALUE);
    }

    /** What one exchange says. */
    public static AccountFacts of(Exchange exchange) {
        Exchange.Identity identity = exchange.identity();
        return new AccountFacts(
                identity.account(),
                identity.org(),
                identity.plan(),
                identity.created(),
                exchange.time(),
                exchange.time());
    }

    /** Whether no exchange has been seen. */
    public boolean isUnseen() {
        return lastSeen == Long.MIN_VALUE;
    }

    /** Both together, of one account. Associative and commutative. */
    public AccountFacts merge(AccountFacts other) {
        AccountFacts latest = LATEST.compare(this, other) >= 0 ? this : other;
        return new AccountFacts(
                latest.account,
                latest.org,
                latest.plan,
                latest.created,
                Math.min(firstSeen, other.firstSeen),
                latest.lastSeen);
    }

    void write(WireWriter out) {
        out.text(account)
                .text(org)
                .text(plan)
                .unsigned(created)
                .signed(firstSeen)
                .signed(lastSeen);
    }

    static AccountFacts read(WireReader in) {
        return new AccountFacts(in.text(), in.text(), in.text(), in.unsigned(), in.signed(), in.signed());
    }
}
