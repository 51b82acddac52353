// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.signal;

import dev.stillwatch.auditor.profile.Behaviour;
import dev.stillwatch.auditor.profile.Measure;
import dev.stillwatch.auditor.profile.Tally;
import dev.stillwatch.policies.exchange.Exchange;
import dev.stillwatch.policies.exchange.Field;
import dev.stillwatch.policies.exchange.FieldSet;
import dev.stillwatch.policies.exchange.Mark;
import dev.stillwatch.policies.exchange.Marks;
import dev.stillwatch.policies.policy.Policy.SignalSettings;
import java.util.Map;

/**
 * D1: asks for the hidden reasoning itself. A hit is a strong elicitation mark; a prompt without one that lies within
 * cosine {@link #SIMILAR} of a seed counts {@code similarWeight} of a hit. Weight: beta-binomial likelihood ratio
 * ({@link Weighing#ratio}), the greater of the open day's and the recent days', so that neither an old account's quiet
 * past nor unrelated traffic beside it hides a burst: at the defaults five hits of five, or a steady twelfth of the
 * traffic, is enough for throttle.
 *
 * <p>Hazards: tutors and step-by-step prompts (the weak mark is counted but never weighs); applications that have a
 * model think inside tags by their own fixed prompt stay at watch by this signal alone. Blind without prompt text.
 * Counts simply add over accounts.
 */
final class ReasoningElicitation implements Signal {
    /** Similarity to a seed, of 255, from which an unmarked prompt counts in part: cosine 0.85. */
    static final int SIMILAR = 217;

    private static final Marks MORE_THAN_TAGS = Marks.ELICITATION.without(Mark.INLINE_TAGS);

    private static final Map<Mark, Measure> STRONG = Map.of(
            Mark.VERBATIM_REASONING, Measure.VERBATIM_REASONING,
            Mark.INLINE_TAGS, Measure.INLINE_TAGS,
            Mark.BACK_FILL, Measure.BACK_FILL,
            Mark.TRANSLATE_MEMORY, Measure.TRANSLATE_MEMORY,
            Mark.THINKING_LANGUAGE, Measure.THINKING_LANGUAGE,
            Mark.TRACE_CLEANING, Measure.TRACE_CLEANING);

    @Override
    public SignalId id() {
        return SignalId.D1;
    }

    @Override
    public FieldSet needs() {
        return FieldSet.of(Field.PROMPT_TEXT);
    }

    @Override
    public void count(Exchange exchange, Tally.Builder tally) {
        if (!exchange.has(Field.PROMPT_TEXT)) {
            return;
        }
        Marks marks = exchange.text().marks();
        if (elicits(exchange)) {
            tally.add(Measure.ELICITED);
            if (!marks.hasAny(MORE_THAN_TAGS)) {
                tally.add(Measure.TAGS_ONLY);
            }
        } else if (exchange.text().elicitation() >= SIMILAR) {
            tally.add(Measure.ELICITED_SIMILAR);
        }
        STRONG.forEach((mark, measure) -> {
            if (marks.has(mark)) {
                tally.add(measure);
            }
        });
        if (marks.has(Mark.STEP_BY_STEP)) {
            tally.add(Measure.STEP_BY_STEP);
        }
    }

    @Override
    public Evidence weigh(Behaviour behaviour, SignalSettings settings) {
        Weighing weighing = new Weighing(id(), settings);
        double today = weigh(behaviour.today(), weighing);
        double recent = weigh(behaviour.recent(), weighing);
        Tally heavier = today >= recent ? behaviour.today() : behaviour.recent();
        long of = heavier.count(Measure.WITH_PROMPT_TEXT);
        long hits = hits(heavier, weighing);
        double ordinary =
                weighing.value("ordinaryHits") / (weighing.value("ordinaryHits") + weighing.value("ordinaryMisses"));
        return weighing.evidence(
                Math.max(today, recent),
                of == 0 ? 0 : (double) hits / of,
                ordinary,
                "%d of %d prompts ask for the hidden reasoning itself (ordinary: under 1 in 200).",
                hits,
                of);
    }

    /** Whether the prompt carries a strong elicitation mark. */
    static boolean elicits(Exchange exchange) {
        return exchange.text().marks().hasAny(Marks.ELICITATION);
    }

    private static double weigh(Tally tally, Weighing weighing) {
        long of = tally.count(Measure.WITH_PROMPT_TEXT);
        long hits = hits(tally, weighing);
        double all = Math.min(weighing.value("tagsOnly"), weighing.ratio(hits, of));
        return Math.max(all, weighing.ratio(hits - tally.count(Measure.TAGS_ONLY), of));
    }

    private static long hits(Tally tally, Weighing weighing) {
        return tally.count(Measure.ELICITED)
                + (long) (weighing.value("similarWeight") * tally.count(Measure.ELICITED_SIMILAR));
    }
}
