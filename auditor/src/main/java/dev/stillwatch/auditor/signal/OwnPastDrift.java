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
 * ({@link Drift}). Weight: linear above what is ordinary for the account's class at that many prompts ({@link
 * ClassBaselines}), and never under {@code ordinaryMicro}; one nat each {@code scaleMicro}. The reference is the
 * account's own past and never the platform's mean: against the platform every batch customer is odd. The class, too,
 * comes from that past ({@link CustomerClass}).
 *
 * <p>Hazards: a customer who changes corpus, a new product on an old key, a corpus whose neighbouring texts are near
 * copies; hence the low cap. A harvester who holds conversations first may drift as far as conversations do. Blind
 * without prompt text, silent until the past holds {@code leastPast} sketches. Sums of sketches add over accounts.
 */
final class OwnPastDrift implements Signal {
    private final ClassBaselines baselines = ClassBaselines.packaged();

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
        CustomerClass customers = CustomerClass.of(behaviour.past());
        double ordinary = Math.max(weighing.value("ordinaryMicro"), baselines.ordinaryMicro(customers, drift.today()));
        return weighing.evidence(
                (drift.distanceMicro() - ordinary) / weighing.value("scaleMicro"),
                drift.distanceMicro() / 1e6,
                ordinary / 1e6,
                "Today's %d prompts lie %.3f from the account's own past of about %d (ordinary for %s: under %.3f).",
                drift.today(),
                drift.distanceMicro() / 1e6,
                drift.past(),
                customers.words(),
                ordinary / 1e6);
    }
}
