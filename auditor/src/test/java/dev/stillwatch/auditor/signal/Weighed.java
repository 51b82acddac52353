// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.signal;

import dev.stillwatch.auditor.profile.AccountFacts;
import dev.stillwatch.auditor.profile.Behaviour;
import dev.stillwatch.auditor.profile.ExchangeMaker;
import dev.stillwatch.auditor.profile.Policies;
import dev.stillwatch.auditor.profile.SketchSum;
import dev.stillwatch.auditor.profile.Tally;
import dev.stillwatch.policies.exchange.Exchange;
import dev.stillwatch.policies.policy.Policy;
import dev.stillwatch.policies.standing.Family;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Counts and weighs made exchanges as one open day, unless said otherwise. */
final class Weighed {
    static final SignalCatalogue CATALOGUE = new SignalCatalogue();

    private Weighed() {}

    static List<Exchange> exchanges(int size, IntFunction<ExchangeMaker> maker) {
        return IntStream.range(0, size).mapToObj(i -> maker.apply(i).make()).toList();
    }

    static Tally tally(List<Exchange> exchanges) {
        Tally.Builder builder = new Tally.Builder();
        exchanges.forEach(exchange -> CATALOGUE.count(exchange, builder));
        return builder.build();
    }

    static Behaviour behaviour(List<Exchange> exchanges, Policy policy) {
        Tally tally = tally(exchanges);
        AccountFacts facts = exchanges.stream()
                .map(AccountFacts::of)
                .reduce(AccountFacts::merge)
                .orElseThrow();
        return new Behaviour(
                facts,
                tally,
                tally,
                Tally.EMPTY,
                SketchSum.EMPTY,
                SketchSum.EMPTY,
                ExchangeMaker.START + ExchangeMaker.DAY,
                policy);
    }

    static Evidence evidence(SignalId id, Behaviour behaviour) {
        return CATALOGUE.weigh(behaviour).stream()
                .filter(evidence -> evidence.signal() == id)
                .findFirst()
                .orElseThrow();
    }

    static Evidence evidence(SignalId id, List<Exchange> exchanges) {
        return evidence(id, behaviour(exchanges, Policies.bare()));
    }

    static Evidence evidence(SignalId id, int size, IntFunction<ExchangeMaker> maker) {
        return evidence(id, exchanges(size, maker));
    }

    /** Milli-nats of a family, all signals together, uncapped. */
    static int family(Family family, List<Exchange> exchanges) {
        return CATALOGUE.weigh(behaviour(exchanges, Policies.bare())).stream()
                .filter(evidence -> evidence.signal().family() == family)
                .mapToInt(Evidence::weightMilli)
                .sum();
    }
}
