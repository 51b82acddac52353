// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.adjudicate;

import dev.stillwatch.policies.exchange.Exchange;
import dev.stillwatch.policies.standing.LimitPlan;

/**
 * Counts what a plan stops, or in shadow mode would have stopped: whole event-time hours, exchanges in order of time.
 *
 * @param hour the hour being counted, hours since 1970
 * @param exchanges exchanges answered in it
 * @param tokens output tokens written in it
 * @param limited totals since the subject was first seen
 */
record LimitMeter(long hour, long exchanges, long tokens, Finding.Limited limited) {
    static final LimitMeter START = new LimitMeter(0, 0, 0, Finding.Limited.NOTHING);

    private static final long HOUR_MILLIS = 3_600_000;

    /** One more exchange under the plan that was in force when it came. */
    LimitMeter step(Exchange exchange, LimitPlan plan) {
        // What failed was neither served nor stopped by us, and whoever settles calls gives it back to the plan.
        if (exchange.failed()) {
            return this;
        }
        long now = Math.max(hour, exchange.time() / HOUR_MILLIS);
        long made = (now == hour ? exchanges : 0) + 1;
        long written = (now == hour ? tokens : 0) + exchange.supply().outputTokens();
        boolean stopped = exchange.supply().limited() || refused(plan, made, written) || altered(plan, exchange);
        long first = limited.firstAction() == 0 && stopped ? exchange.time() : limited.firstAction();
        Finding.Limited counted = new Finding.Limited(
                limited.exchanges() + 1,
                limited.limited() + (stopped ? 1 : 0),
                first,
                limited.before() + (first == 0 ? 1 : 0));
        return new LimitMeter(now, made, written, counted);
    }

    private static boolean refused(LimitPlan plan, long made, long written) {
        return over(plan.exchangesPerHour(), made) || over(plan.outputTokensPerHour(), written);
    }

    private static boolean altered(LimitPlan plan, Exchange exchange) {
        Exchange.Demand demand = exchange.demand();
        return over(plan.maxTokens(), exchange.supply().outputTokens())
                || over(plan.choices(), demand.choices())
                || (plan.stripLogprobs() && (demand.logprobs() || demand.biasedTokens() > 0))
                || (plan.stripReasoning() && exchange.supply().reasoningTokens() > 0);
    }

    private static boolean over(long most, long value) {
        return most >= 0 && value > most;
    }

    void write(ByteWriter out) {
        out.number(hour).number(exchanges).number(tokens);
        out.number(limited.exchanges())
                .number(limited.limited())
                .number(limited.firstAction())
                .number(limited.before());
    }

    static LimitMeter read(ByteReader in) {
        return new LimitMeter(
                in.number(),
                in.number(),
                in.number(),
                new Finding.Limited(in.number(), in.number(), in.number(), in.number()));
    }
}
