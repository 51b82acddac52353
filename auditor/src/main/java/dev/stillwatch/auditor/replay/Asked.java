// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.replay;

import dev.stillwatch.policies.exchange.Exchange;
import dev.stillwatch.policies.exchange.Field;
import java.util.Comparator;

/** What matters of one exchange to a plan. Time in milliseconds since 1970. */
record Asked(long time, String id, boolean logprobs, boolean reasoning, int choices, int maxTokens) {
    /** Order of judging. */
    static final Comparator<Asked> ORDER = Comparator.comparingLong(Asked::time).thenComparing(Asked::id);

    static Asked of(Exchange exchange) {
        Exchange.Demand demand = exchange.demand();
        boolean logprobs = exchange.has(Field.LOGPROBS) && demand.logprobs()
                || exchange.has(Field.LOGIT_BIAS) && demand.biasedTokens() > 0;
        boolean reasoning = exchange.has(Field.REASONING_EFFORT) && demand.reasoning()
                || exchange.has(Field.REASONING_TOKENS) && exchange.supply().reasoningTokens() > 0;
        return new Asked(
                exchange.time(),
                exchange.id(),
                logprobs,
                reasoning,
                exchange.has(Field.CHOICES) ? demand.choices() : 0,
                exchange.has(Field.MAX_TOKENS) ? demand.maxTokens() : 0);
    }
}
