// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.signal;

import dev.stillwatch.auditor.profile.Behaviour;
import dev.stillwatch.auditor.profile.Dial;
import dev.stillwatch.auditor.profile.Measure;
import dev.stillwatch.auditor.profile.Sample;
import dev.stillwatch.auditor.profile.Tally;
import dev.stillwatch.policies.exchange.Exchange;
import dev.stillwatch.policies.exchange.Field;
import dev.stillwatch.policies.exchange.FieldSet;
import dev.stillwatch.policies.policy.Policy.SignalSettings;
import java.util.Arrays;

/**
 * D4: the prompts sweep evenly over all meanings, or drill one narrow field, without ever repeating. Statistics over 64
 * regions (the first six sketch bits): normalised entropy, share of the three fullest; and the share of sampled prompts
 * that came once. Weight: a constant {@code shape} for either tail, only with {@code leastExchanges}, nearly no repeats
 * and answers at least {@code leastOutput} as long as the questions, which leaves out judges, classifiers and
 * summarisers.
 *
 * <p>Hazards: search back ends sweep, batch jobs drill; so the cap is low and this only supports other signals. Blind
 * without prompt text or token counts. Counts add over accounts, and a ring's sweep shows only in the sum.
 */
final class CoverageSweep implements Signal {
    @Override
    public SignalId id() {
        return SignalId.D4;
    }

    @Override
    public FieldSet needs() {
        return FieldSet.of(Field.PROMPT_TEXT, Field.INPUT_TOKENS, Field.OUTPUT_TOKENS);
    }

    @Override
    public void count(Exchange exchange, Tally.Builder tally) {
        if (!exchange.text().sketch().isNone()) {
            tally.add(Dial.REGION, (int) (exchange.text().sketch().word(0) & Dial.REGION.size() - 1));
        }
    }

    @Override
    public Evidence weigh(Behaviour behaviour, SignalSettings settings) {
        Weighing weighing = new Weighing(id(), settings);
        Tally recent = behaviour.recent();
        long[] regions = new long[Dial.REGION.size()];
        long total = 0;
        for (int i = 0; i < regions.length; i++) {
            regions[i] = recent.count(Dial.REGION, i);
            total += regions[i];
        }
        double output = (double) recent.count(Measure.OUTPUT_TOKENS) / Math.max(1, recent.count(Measure.INPUT_TOKENS));
        double once = behaviour.today().singletons(Sample.PROMPTS);
        if (total < weighing.value("leastExchanges")
                || output < weighing.value("leastOutput")
                || once < weighing.value("leastOnce")) {
            return Evidence.nothing(id());
        }
        double entropy = entropy(regions, total);
        double top = top(regions, total);
        if (entropy >= weighing.value("sweepEntropy")) {
            return weighing.evidence(
                    weighing.value("shape"),
                    entropy,
                    weighing.value("sweepEntropy"),
                    "%d prompts cover the fields of knowledge evenly (evenness %.2f of 1), hardly one asked twice.",
                    total,
                    entropy);
        }
        return weighing.evidence(
                top >= weighing.value("drillShare") ? weighing.value("shape") : 0,
                top,
                weighing.value("drillShare"),
                "%.0f %% of %d prompts drill three narrow fields, hardly one asked twice.",
                100 * top,
                total);
    }

    private static double entropy(long[] counts, long total) {
        double entropy = 0;
        for (long count : counts) {
            double share = (double) count / total;
            entropy -= count == 0 ? 0 : share * StrictMath.log(share);
        }
        return entropy / StrictMath.log(counts.length);
    }

    private static double top(long[] counts, long total) {
        long[] sorted = counts.clone();
        Arrays.sort(sorted);
        int last = sorted.length - 1;
        return (double) (sorted[last] + sorted[last - 1] + sorted[last - 2]) / total;
    }
}
