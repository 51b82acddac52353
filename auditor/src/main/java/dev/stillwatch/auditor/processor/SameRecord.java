// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.processor;

import dev.stillwatch.auditor.intake.FormatRegistry;
import dev.stillwatch.policies.exchange.Exchange;
import dev.stillwatch.policies.exchange.TextFeatures;

/**
 * What a record says, in 64 bits: copies of one record agree, however they were delivered and wherever they stand; two
 * records that were given the same id do not. Left out is what depends on the build that read it (sketch, marks). Pure.
 */
final class SameRecord {
    private static final long MIX = 0x9E3779B97F4A7C15L;

    private SameRecord() {}

    /** What the exchange says, its id and account apart; nothing where the id is enough to know the call by. */
    static long print(Exchange exchange) {
        if (FormatRegistry.idNamesCall(exchange.origin().format())) {
            return 0;
        }
        Exchange.Demand demand = exchange.demand();
        Exchange.Supply supply = exchange.supply();
        TextFeatures text = exchange.text();
        long print = mix(exchange.time(), exchange.present().bits());
        print = mix(print, exchange.identity().session());
        print = mix(print, exchange.identity().network());
        print = mix(print, demand.model().hashCode());
        print = mix(print, demand.temperatureMilli());
        print = mix(print, demand.maxTokens());
        print = mix(print, demand.biasedTokens());
        print = mix(print, supply.status());
        print = mix(print, supply.finishReason().hashCode());
        print = mix(print, supply.inputTokens());
        print = mix(print, supply.outputTokens());
        print = mix(print, supply.latencyMillis());
        print = mix(print, supply.traceSignature());
        print = mix(print, text.system());
        print = mix(print, text.prompt());
        print = mix(print, text.promptCharacters());
        return mix(print, text.outputCharacters());
    }

    private static long mix(long print, long value) {
        long mixed = (print ^ value) * MIX;
        return mixed ^ mixed >>> 32;
    }
}
