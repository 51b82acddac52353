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
import dev.stillwatch.policies.exchange.Marks;
import dev.stillwatch.policies.exchange.TextFeatures.Structure;
import dev.stillwatch.policies.policy.Policy.SignalSettings;

/**
 * D15: the model is used as a reward model. A hit asks for a score and holds a candidate answer or a rubric. Weight:
 * {@code volume} nats, reached between {@code leastHits} and {@code fullHits} hits today, plus {@code candidates} nats
 * as the candidates of one task go from one to {@code fullCandidates}; nothing when the answers were read and fewer
 * than half are scores. Counts, not shares: traffic beside it hides nothing.
 *
 * <p>Hazard, the largest of all: an honest judge pipeline sends the very same requests. The cap keeps this signal under
 * throttle by itself and beside drift; it only joins other evidence. Blind without prompt text. Counts and the sample of
 * tasks add over accounts, each party of which may have as many hits as an account: many who judge a little with one
 * public template are no reward model.
 */
final class RewardModelUse implements Signal {
    @Override
    public SignalId id() {
        return SignalId.D15;
    }

    @Override
    public FieldSet needs() {
        return FieldSet.of(Field.PROMPT_TEXT);
    }

    @Override
    public void count(Exchange exchange, Tally.Builder tally) {
        if (!judges(exchange)) {
            return;
        }
        tally.add(Measure.REWARD_SHAPED).seen(Sample.TASKS, exchange.text().task());
        if (exchange.text().structure().has(Structure.SCORE_ANSWER | Structure.JSON_ANSWER)) {
            tally.add(Measure.SCORE_ANSWERS);
        }
    }

    @Override
    public Evidence weigh(Behaviour behaviour, SignalSettings settings) {
        Weighing weighing = new Weighing(id(), settings);
        Tally today = behaviour.today();
        long hits = today.count(Measure.REWARD_SHAPED);
        boolean read = today.fields().has(Field.OUTPUT_TEXT);
        double least = weighing.value("leastHits") * behaviour.parties();
        if (hits < least || (read && today.count(Measure.SCORE_ANSWERS) * 2 < hits)) {
            return Evidence.nothing(id());
        }
        double perTask = today.meanCount(Sample.TASKS);
        double nats = weighing.value("volume")
                        * Weighing.ramp(
                                StrictMath.log(hits / least),
                                0,
                                StrictMath.log(weighing.value("fullHits") / weighing.value("leastHits")))
                + weighing.value("candidates") * Weighing.ramp(perTask, 1, weighing.value("fullCandidates"));
        return weighing.evidence(
                nats,
                hits,
                least,
                "%d of %d requests %s have a candidate answer scored, about %.1f candidates a task.",
                hits,
                today.count(Measure.EXCHANGES),
                behaviour.parties() == 1 ? "today" : "in recent days",
                perTask);
    }

    /** Whether the prompt asks for a score of a candidate or by a rubric. */
    static boolean judges(Exchange exchange) {
        return exchange.text().marks().has(Mark.SCORE_REQUEST)
                && exchange.text().marks().hasAny(Marks.of(Mark.CANDIDATE, Mark.RUBRIC));
    }
}
