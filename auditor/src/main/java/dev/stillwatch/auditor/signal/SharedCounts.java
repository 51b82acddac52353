// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.signal;

import dev.stillwatch.auditor.profile.Measure;
import dev.stillwatch.auditor.profile.Sample;
import dev.stillwatch.auditor.profile.Tally;
import dev.stillwatch.policies.exchange.Exchange;
import dev.stillwatch.policies.exchange.Field;
import dev.stillwatch.policies.exchange.Mark;
import dev.stillwatch.policies.exchange.TextFeatures.Structure;

/** What several signals read is counted here, once. Every other measure has exactly one signal that counts it. */
final class SharedCounts {
    void count(Exchange exchange, Tally.Builder tally) {
        tally.add(Measure.EXCHANGES)
                .add(Measure.INPUT_TOKENS, exchange.supply().inputTokens())
                .add(Measure.OUTPUT_TOKENS, exchange.supply().outputTokens())
                .add(Measure.REASONING_TOKENS, exchange.supply().reasoningTokens())
                .seen(Sample.SKELETONS, exchange.text().skeleton());
        if (exchange.has(Field.PROMPT_TEXT)) {
            tally.add(Measure.WITH_PROMPT_TEXT);
        }
        if (exchange.text().unconfirmed()) {
            tally.add(Measure.UNCONFIRMED);
        }
        if (exchange.text().marks().has(Mark.TASK_GENERATION)) {
            tally.add(Measure.TASK_GENERATION);
        }
        if (exchange.text().structure().has(Structure.CODE)) {
            tally.add(Measure.CODE);
        }
        if (exchange.demand().endpoint().equals("batch")) {
            tally.add(Measure.BATCH);
        }
    }
}
