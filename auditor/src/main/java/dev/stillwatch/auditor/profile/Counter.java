// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.profile;

import dev.stillwatch.policies.exchange.Exchange;

/** What counting an exchange means: the signals' first half. Pure and commuting. */
public interface Counter {
    /** Counts one exchange. */
    void count(Exchange exchange, Tally.Builder tally);

    /** The exchange as an exemplar of the families that it weighs for; {@link Exemplars#NONE} for ordinary ones. */
    Exemplars exemplars(Exchange exchange);
}
