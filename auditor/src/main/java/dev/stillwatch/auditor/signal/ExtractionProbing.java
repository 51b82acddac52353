// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.signal;

import dev.stillwatch.auditor.profile.Behaviour;
import dev.stillwatch.auditor.profile.Measure;
import dev.stillwatch.auditor.profile.Sample;
import dev.stillwatch.auditor.profile.Tally;
import dev.stillwatch.policies.exchange.Exchange;
import dev.stillwatch.policies.exchange.Field;
import dev.stillwatch.policies.exchange.FieldSet;
import dev.stillwatch.policies.exchange.Mark;
import dev.stillwatch.policies.policy.Policy.SignalSettings;

/**
 * D14: tries one extraction trick after another. Two statistics, distinct templates among refused prompts: those that
 * carry an override or elicitation mark, and all. Weight: the greater of the beta-binomial likelihood ratio of the marked
 * ones among the exchanges ({@link Weighing#ratio}), of the open day or the recent days, and {@code refusedSlope} nats
 * for each e-fold of all refused ones above an ordinary number, at most {@code unmarkedOnly}: below throttle, because
 * whoever tries what a model refuses need not be after its outputs. Four marked ones in fifty exchanges are enough for
 * throttle; one in a hundred of a busy application, whose visitors try such things, is not. Ordinary for all refused ones
 * is the larger of a fixed number for each party and a share of the traffic, so volume alone is no evidence, and they weigh only in
 * accounts whose refusal share lies under {@code mostShare} (above it, an application is simply broken).
 *
 * <p>Hazards: red teams (register them), moderation test sets. Blind without refusals or prompt text. Samples are unions
 * over accounts: probers that share out their tricks show in the sum. State: two samples of 32, error 18 % beyond.
 */
final class ExtractionProbing implements Signal {
    @Override
    public SignalId id() {
        return SignalId.D14;
    }

    @Override
    public FieldSet needs() {
        return FieldSet.of(Field.REFUSED, Field.PROMPT_TEXT);
    }

    @Override
    public void count(Exchange exchange, Tally.Builder tally) {
        if (exchange.text().marks().has(Mark.OVERRIDE)) {
            tally.add(Measure.OVERRIDES);
        }
        if (exchange.supply().refused()) {
            tally.add(Measure.REFUSALS)
                    .seen(Sample.REFUSED_SKELETONS, exchange.text().skeleton());
            if (probes(exchange)) {
                tally.add(Measure.PROBED_REFUSALS)
                        .seen(Sample.PROBED_SKELETONS, exchange.text().skeleton());
            }
        }
    }

    @Override
    public Evidence weigh(Behaviour behaviour, SignalSettings settings) {
        Weighing weighing = new Weighing(id(), settings);
        Tally recent = behaviour.recent();
        double exchanges = Math.max(1, recent.count(Measure.EXCHANGES));
        long refused = recent.distinct(Sample.REFUSED_SKELETONS);
        Tally heavier = marked(behaviour.today(), weighing) > marked(recent, weighing) ? behaviour.today() : recent;
        double share = recent.count(Measure.REFUSALS) / exchanges;
        double ordinary = weighing.value("ordinaryRefused") * behaviour.parties();
        double any = share > weighing.value("mostShare")
                ? 0
                : Math.min(
                        weighing.value("unmarkedOnly"),
                        Weighing.excess(
                                refused,
                                Math.max(ordinary, weighing.value("ordinaryRefusedShare") * exchanges),
                                weighing.value("refusedSlope")));
        return weighing.evidence(
                Math.max(marked(heavier, weighing), any),
                refused,
                ordinary,
                "%.0f %% of %.0f requests were refused, over about %d different templates, about %d of them with"
                        + " override or elicitation marks.",
                100 * share,
                exchanges,
                refused,
                heavier.distinct(Sample.PROBED_SKELETONS));
    }

    /** One template is one trick, however often it is sent. */
    private static double marked(Tally tally, Weighing weighing) {
        long tricks = Math.min(tally.distinct(Sample.PROBED_SKELETONS), tally.count(Measure.PROBED_REFUSALS));
        return weighing.ratio(tricks, tally.count(Measure.EXCHANGES));
    }

    /** Whether a refused prompt tried to override rules or to elicit reasoning. */
    static boolean probes(Exchange exchange) {
        return exchange.supply().refused()
                && (exchange.text().marks().has(Mark.OVERRIDE)
                        || ReasoningElicitation.elicits(exchange)
                        || exchange.text().elicitation() >= ReasoningElicitation.SIMILAR);
    }
}
