// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.signal;

import dev.stillwatch.auditor.profile.Behaviour;
import dev.stillwatch.auditor.profile.Measure;
import dev.stillwatch.auditor.profile.Tally;
import dev.stillwatch.policies.exchange.Exchange;
import dev.stillwatch.policies.exchange.Field;
import dev.stillwatch.policies.exchange.FieldSet;
import dev.stillwatch.policies.policy.Policy.PlanReference;
import dev.stillwatch.policies.policy.Policy.SignalSettings;

/**
 * D7: more than the plan is made for, or full use at once on a new account (AA26-251A, a and b). Statistic: today's
 * tokens over the plan's reference. Weight: {@code slope} nats for each e-fold above {@code ordinaryRatio}; plus
 * {@code fresh} nats when the account is younger than {@code freshHours} and above {@code freshRatio} already.
 *
 * <p>Hazards: a workload moved to a new key, a backfill; never acts alone. Blind without plan and tokens; silent for a
 * plan without reference. Tokens add over accounts; a ring's ratio is then against one plan and reads high, which its
 * own owner rule must allow for.
 */
final class RampAndPlan implements Signal {
    @Override
    public SignalId id() {
        return SignalId.D7;
    }

    @Override
    public FieldSet needs() {
        return FieldSet.of(Field.PLAN, Field.INPUT_TOKENS, Field.OUTPUT_TOKENS);
    }

    @Override
    public void count(Exchange exchange, Tally.Builder tally) {
        // Tokens are counted for all signals at once.
    }

    @Override
    public Evidence weigh(Behaviour behaviour, SignalSettings settings) {
        Weighing weighing = new Weighing(id(), settings);
        PlanReference plan = behaviour.policy().plans().get(behaviour.facts().plan());
        if (plan == null || plan.tokensPerDay() <= 0) {
            return Evidence.nothing(id());
        }
        long tokens = behaviour.today().count(Measure.INPUT_TOKENS)
                + behaviour.today().count(Measure.OUTPUT_TOKENS);
        double ratio = (double) tokens / plan.tokensPerDay();
        long created = behaviour.facts().created();
        double hours = (behaviour.asOf() - created) / 3_600_000.0;
        // A date that lies ahead is wrong, and makes no account new.
        boolean fresh = created > 0
                && hours >= 0
                && hours < weighing.value("freshHours")
                && ratio >= weighing.value("freshRatio");
        double nats = Weighing.excess(ratio, weighing.value("ordinaryRatio"), weighing.value("slope"))
                + (fresh ? weighing.value("fresh") : 0);
        return weighing.evidence(
                nats,
                ratio,
                1,
                fresh
                        ? "%.1f times the tokens of plan %s in one day, on an account %.0f hours old."
                        : "%.1f times the tokens of plan %s in one day.",
                ratio,
                behaviour.facts().plan(),
                hours);
    }
}
