// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.signal;

import dev.stillwatch.policies.exchange.FieldSet;
import dev.stillwatch.policies.policy.Policy.SignalSettings;
import java.util.Locale;

/**
 * One signal's way from a statistic to evidence. Weights run from 0 to the signal's cap: a harvester can make as much
 * ordinary traffic as it likes, so nothing an account does speaks against evidence already there.
 */
record Weighing(SignalId signal, SignalSettings settings) {
    /** A named number of the policy. */
    double value(String name) {
        return settings.value(name);
    }

    /**
     * Log-likelihood ratio, in nats, of so many hits under harvesting against ordinary use, both beta-binomial with the
     * policy's {@code harvestHits}, {@code harvestMisses}, {@code ordinaryHits} and {@code ordinaryMisses}, less
     * {@code looks}: the price of looking at every account in every bucket (a sequential test's ln(1/alpha) less the
     * ladder's own threshold). 0 below {@code leastHits}.
     */
    double ratio(long hits, long of) {
        if (hits < value("leastHits")) {
            return 0;
        }
        BetaBinomial harvest = new BetaBinomial(value("harvestHits"), value("harvestMisses"));
        BetaBinomial ordinary = new BetaBinomial(value("ordinaryHits"), value("ordinaryMisses"));
        return harvest.logLikelihood(hits, of) - ordinary.logLikelihood(hits, of) - value("looks");
    }

    /** Nats for a statistic above what is ordinary: slope times the log of how many times above; never negative. */
    static double excess(double statistic, double ordinary, double slope) {
        return statistic <= ordinary ? 0 : slope * StrictMath.log(statistic / ordinary);
    }

    /** How far a statistic is on its way from one value to another, 0..1. */
    static double ramp(double statistic, double from, double to) {
        return Math.max(0, Math.min(1, (statistic - from) / (to - from)));
    }

    /** The evidence; without weight there is nothing to say. */
    Evidence evidence(double nats, double statistic, double ordinary, String sentence, Object... numbers) {
        int weight = (int) Math.max(0, Math.min(settings.capMilli(), Math.round(nats * 1000)));
        return weight == 0
                ? Evidence.nothing(signal)
                : new Evidence(
                        signal,
                        weight,
                        statistic,
                        ordinary,
                        String.format(Locale.ROOT, sentence, numbers),
                        FieldSet.NONE);
    }
}
