// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.signal;

import dev.stillwatch.auditor.profile.Behaviour;
import dev.stillwatch.auditor.profile.Drift;
import dev.stillwatch.auditor.profile.Tally;
import dev.stillwatch.policies.exchange.Exchange;
import dev.stillwatch.policies.exchange.Field;
import dev.stillwatch.policies.exchange.FieldSet;
import dev.stillwatch.policies.policy.Policy.SignalSettings;

/**
 * D3: today's prompts are unlike the account's own past. Statistic: unbiased squared distance of the mean sign sketches
 * ({@link Drift}). Weight: linear above {@code ordinaryMicro}, one nat each {@code scaleMicro}. The reference is the
 * account's own past and never the platform's mean: against the platform every batch customer is odd.
 *
 * <p>Hazards: a customer who changes corpus, a new product on an old key; hence the low cap. Blind without prompt text,
 * silent until the past holds {@code leastPast} sketches. Sums of sketches add over accounts.
 */
final class OwnPastDrift implements Signal {
    @Override
    public SignalId id() {
        return SignalId.D3;
    }

    @Override
    public FieldSet needs() {
        return FieldSet.of(Field.PROMPT_TEXT);
    }

    @Override
    public void count(Exchange exchange, Tally.Builder tally) {
        // Sketches are summed beside the tally; there is nothing else to count.
    }

    @Override
    public Evidence weigh(Behaviour behaviour, SignalSettings settings) {
        Weighing weighing = new Weighing(id(), settings);
        Drift drift = behaviour.drift();
        if (drift.today() < weighing.value("leastToday") || drift.past() < weighing.value("leastPast")) {
            return Evidence.nothing(id());
        }
        double above = drift.distanceMicro() - weighing.value("ordinaryMicro");
        return weighing.evidence(
                above / weighing.value("scaleMicro"),
                drift.distanceMicro() / 1e6,
                weighing.value("ordinaryMicro") / 1e6,
                "Today's %d prompts lie %.3f from the account's own past of about %d (ordinary: under %.3f).",
                drift.today(),
                drift.distanceMicro() / 1e6,
                drift.past(),
                weighing.value("ordinaryMicro") / 1e6);
    }
}
