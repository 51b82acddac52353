// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.profile;

import dev.stillwatch.policies.exchange.Exchange;

/** Calls that end with an error and bring nothing. */
public final class FailedCalls {
    private FailedCalls() {}

    /** The same call, failed with a status. */
    public static Exchange failed(Exchange exchange, int status) {
        Exchange.Supply supply = exchange.supply();
        return new Exchange(
                exchange.time(),
                exchange.id(),
                exchange.origin(),
                exchange.present(),
                exchange.identity(),
                exchange.demand(),
                new Exchange.Supply(
                        status, "", supply.inputTokens(), 0, 0, 0, false, false, 0, false, supply.latencyMillis()),
                exchange.text());
    }
}
