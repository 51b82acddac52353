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
 * D11: pays for answers, not for conversations. Adds {@code longAnswers} when the answers outweigh the questions and the
 * questions are of one size (out/in over 1 and standard deviation of ln input under {@code spread}: 6 of 10 harvest
 * sources, 0 of 25 benign and bulk ones, 1 of 38 and 3 of 73 released accounts), and when that holds {@code resampled}
 * for several answers to one prompt, {@code singleTurn} and {@code pinned} for a cap on every answer; scaled up over the
 * first ten times {@code leastExchanges}.
 *
 * <p>Hazards: synthetic data for one's own model looks the same, so the cap stays under throttle; on reasoning models
 * the ratio means nothing (39 of 73 ordinary accounts), so it is silent when reasoning is asked for or written. Blind
 * without token counts. Sums add over accounts.
 */
final class HarvestEconomics implements Signal {
    private static final double LOG_SCALE = 16;

    @Override
    public SignalId id() {
        return SignalId.D11;
    }

    @Override
    public FieldSet needs() {
        return FieldSet.of(Field.INPUT_TOKENS, Field.OUTPUT_TOKENS);
    }

    @Override
    public void count(Exchange exchange, Tally.Builder tally) {
        long input = exchange.supply().inputTokens();
        if (input > 0) {
            long log = StrictMath.round(LOG_SCALE * StrictMath.log(input));
            tally.add(Measure.INPUT_SIZED).add(Measure.INPUT_LOG, log).add(Measure.INPUT_LOG_SQUARED, log * log);
        }
        if (exchange.text().turns() == 1) {
            tally.add(Measure.SINGLE_TURN);
        }
        if (exchange.has(Field.MAX_TOKENS)) {
            tally.add(Measure.MAX_TOKENS_SET);
        }
        if (exchange.demand().choices() > 1) {
            tally.add(Measure.CHOICES_OVER_ONE)
                    .add(Measure.MOST_CHOICES, exchange.demand().choices());
        }
        if (exchange.demand().reasoning()) {
            tally.add(Measure.REASONING_ASKED);
        }
        tally.seen(Sample.PROMPTS, exchange.text().prompt());
    }

    @Override
    public Evidence weigh(Behaviour behaviour, SignalSettings settings) {
        Weighing weighing = new Weighing(id(), settings);
        Tally recent = behaviour.recent();
        double exchanges = recent.count(Measure.EXCHANGES);
        double output = recent.count(Measure.OUTPUT_TOKENS);
        boolean reasons = recent.count(Measure.REASONING_TOKENS) > 0.2 * output
                || recent.count(Measure.REASONING_ASKED) > 0.5 * exchanges;
        double ratio = output / Math.max(1, recent.count(Measure.INPUT_TOKENS));
        double spread = spread(recent);
        if (exchanges < weighing.value("leastExchanges")
                || reasons
                || ratio <= weighing.value("ratio")
                || spread >= weighing.value("spread")) {
            return Evidence.nothing(id());
        }
        boolean resampled = recent.count(Measure.CHOICES_OVER_ONE) > 0.2 * exchanges
                || behaviour.today().meanCount(Sample.PROMPTS) >= 2;
        double nats = weighing.value("longAnswers")
                + (resampled ? weighing.value("resampled") : 0)
                + (recent.count(Measure.SINGLE_TURN) > 0.95 * exchanges ? weighing.value("singleTurn") : 0)
                + (recent.count(Measure.MAX_TOKENS_SET) > 0.9 * exchanges ? weighing.value("pinned") : 0);
        double least = weighing.value("leastExchanges");
        return weighing.evidence(
                nats * Weighing.ramp(StrictMath.log(exchanges / least), 0, StrictMath.log(10)),
                ratio,
                weighing.value("ratio"),
                "%.0f exchanges of one size (spread %.2f) bring %.1f tokens out for each token in.",
                exchanges,
                spread,
                ratio);
    }

    /** Standard deviation of ln input tokens. */
    private static double spread(Tally tally) {
        double sized = Math.max(1, tally.count(Measure.INPUT_SIZED));
        double mean = tally.count(Measure.INPUT_LOG) / sized;
        double square = tally.count(Measure.INPUT_LOG_SQUARED) / sized;
        return Math.sqrt(Math.max(0, square - mean * mean)) / LOG_SCALE;
    }
}
