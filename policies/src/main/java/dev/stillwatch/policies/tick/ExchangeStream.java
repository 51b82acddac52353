// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.tick;

import dev.stillwatch.policies.exchange.Exchange;

/** What {@code stillwatch.exchanges} carries: exchanges, and the ticks that say how far their sources have got. */
public sealed interface ExchangeStream permits ExchangeStream.Arrival, Tick {
    /**
     * An exchange arrived.
     *
     * @param exchange the exchange
     */
    record Arrival(Exchange exchange) implements ExchangeStream {
        /**
         * Refuses an exchange of nobody, which no reader of the wire format would take.
         *
         * @throws IllegalArgumentException when the account is empty
         */
        public Arrival {
            if (exchange.account().isEmpty()) {
                throw new IllegalArgumentException("account is empty");
            }
        }
    }
}
