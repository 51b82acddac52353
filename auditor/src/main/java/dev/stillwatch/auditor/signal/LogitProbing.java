// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.signal;

import dev.stillwatch.auditor.profile.Behaviour;
import dev.stillwatch.auditor.profile.Measure;
import dev.stillwatch.auditor.profile.Sample;
import dev.stillwatch.auditor.profile.Tally;
import dev.stillwatch.policies.exchange.Exchange;
import dev.stillwatch.policies.exchange.Field;
import dev.stillwatch.policies.exchange.FieldSet;
import dev.stillwatch.policies.policy.Policy.SignalSettings;

/**
 * D12: reads the model's last layer through log-probabilities of biased tokens (Carlini et al., "Stealing part of a
 * production language model", 2024). Statistic: the vocabulary that biased calls draw from, in calls that also ask for
 * log-probabilities. It is the greater of the distinct tokens seen and, of today's, a cautious estimate of those not
 * seen yet from how often tokens repeat (after Chao, "Nonparametric estimation of the number of classes in a population",
 * 1984): {@code seen + once (once - 1) / (2 (twice + 5))}, where 5 more repeats than were seen is the 99 % bound for
 * none. A classifier comes back to its labels within a few calls; whoever walks a vocabulary never does. Weight:
 * {@code slope} nats for each e-fold above {@code ordinaryTokens}, after {@code leastCalls} such calls; times
 * {@code longShare} when fewer than half of the calls cap the answer at one token: at the defaults throttle from a
 * vocabulary of 100 tokens, which 28 single ones show. Counts only, so traffic beside it hides nothing.
 *
 * <p>Hazard: constrained decoding and classifiers bias the same few tokens call after call, and at most 16 of a call
 * are sampled; candidate lists that are new with every call look the same as a walk. Blind without both fields. The
 * sample is a union over accounts: keys that share out the vocabulary show in the sum, each party of which may have as
 * many tokens as an account: fourteen classifiers with labels of their own are no walk. State: 32 values, error 18 %
 * beyond.
 */
final class LogitProbing implements Signal {
    /** Poisson events that may yet be missed with 1 % when none was seen: -ln 0.01, rounded up. */
    private static final double UNSEEN_REPEATS = 5;

    @Override
    public SignalId id() {
        return SignalId.D12;
    }

    @Override
    public FieldSet needs() {
        return FieldSet.of(Field.LOGPROBS, Field.LOGIT_BIAS);
    }

    @Override
    public void count(Exchange exchange, Tally.Builder tally) {
        Exchange.Demand demand = exchange.demand();
        if (demand.logprobs()) {
            tally.add(Measure.LOGPROBS);
        }
        if (demand.biasedTokens() > 0) {
            tally.add(Measure.BIASED_CALLS);
        }
        if (probes(exchange)) {
            tally.add(Measure.PROBE_CALLS);
            if (exchange.has(Field.MAX_TOKENS) && demand.maxTokens() == 1) {
                tally.add(Measure.ONE_TOKEN_CALLS);
            }
            for (long token : demand.biasSample()) {
                tally.seen(Sample.BIASED_TOKENS, token);
            }
        }
    }

    @Override
    public Evidence weigh(Behaviour behaviour, SignalSettings settings) {
        Weighing weighing = new Weighing(id(), settings);
        Tally recent = behaviour.recent();
        long calls = recent.count(Measure.PROBE_CALLS);
        if (calls < weighing.value("leastCalls")) {
            return Evidence.nothing(id());
        }
        long tokens = Math.max(
                recent.distinct(Sample.BIASED_TOKENS),
                behaviour.today().count(Measure.PROBE_CALLS) < weighing.value("leastCalls")
                        ? 0
                        : vocabulary(behaviour.today()));
        double ordinary = weighing.value("ordinaryTokens") * behaviour.parties();
        boolean single = recent.count(Measure.ONE_TOKEN_CALLS) * 2 >= calls;
        return weighing.evidence(
                Weighing.excess(tokens, ordinary, weighing.value("slope")) * (single ? 1 : weighing.value("longShare")),
                tokens,
                ordinary,
                "%d calls asked for log-probabilities of biased tokens out of about %d (ordinary: under %.0f).",
                calls,
                tokens,
                ordinary);
    }

    /**
     * How many tokens the day's biased calls seem to draw from. Of whole counts only, decayed ones would all seem rare;
     * and only while the sample is exact, beyond that its own error is the greater.
     */
    private static long vocabulary(Tally today) {
        long seen = today.distinct(Sample.BIASED_TOKENS);
        if (seen > Sample.BIASED_TOKENS.capacity()) {
            return seen;
        }
        double once = today.occurring(Sample.BIASED_TOKENS, 1) * seen;
        double twice = today.occurring(Sample.BIASED_TOKENS, 2) * seen;
        return StrictMath.round(seen + once * Math.max(0, once - 1) / (2 * (twice + UNSEEN_REPEATS)));
    }

    /** Whether the call asks for log-probabilities under a logit bias. */
    static boolean probes(Exchange exchange) {
        return exchange.demand().logprobs() && exchange.demand().biasedTokens() > 0;
    }
}
