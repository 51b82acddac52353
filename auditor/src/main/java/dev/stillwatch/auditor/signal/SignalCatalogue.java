// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.signal;

import dev.stillwatch.auditor.profile.Behaviour;
import dev.stillwatch.auditor.profile.Counter;
import dev.stillwatch.auditor.profile.Exemplars;
import dev.stillwatch.auditor.profile.Measure;
import dev.stillwatch.auditor.profile.Tally;
import dev.stillwatch.policies.exchange.Exchange;
import dev.stillwatch.policies.exchange.FieldSet;
import dev.stillwatch.policies.policy.Policy.SignalSettings;
import dev.stillwatch.policies.standing.Family;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All signals in the order of their ids, as one: counts an exchange for all of them, and weighs a behaviour by all that
 * the policy has switched on. Stateless, safe for many threads.
 */
public final class SignalCatalogue implements Counter {
    private final SharedCounts shared = new SharedCounts();
    private final List<Signal> signals = List.of(
            new ReasoningElicitation(),
            new OwnPastDrift(),
            new CoverageSweep(),
            new MachinePacing(),
            new RampAndPlan(),
            new CredentialMultiplexing(),
            new ReleasePivot(),
            new HarvestEconomics(),
            new LogitProbing(),
            new TraceReplay(),
            new ExtractionProbing(),
            new RewardModelUse());

    /** The signals, in the order of their ids. */
    public List<Signal> signals() {
        return signals;
    }

    /** The packaged starting values, by signal id. */
    public static Map<String, SignalSettings> defaults() {
        return SignalDefaults.all();
    }

    /**
     * Counts for every signal; of an answer that Stillwatch itself limited, and of a call that failed, only that it was.
     * So every share, rate and number of exchanges is of calls that were answered: failed ones cost nothing, and would
     * dilute shares, spread an account over the hours of the day and lift the rate that plans are sized from.
     */
    @Override
    public void count(Exchange exchange, Tally.Builder tally) {
        if (exchange.supply().limited()) {
            tally.add(Measure.LIMITED);
            return;
        }
        if (exchange.failed()) {
            tally.add(Measure.FAILED);
            return;
        }
        tally.fields(exchange.present());
        shared.count(exchange, tally);
        signals.forEach(signal -> signal.count(exchange, tally));
    }

    @Override
    public Exemplars exemplars(Exchange exchange) {
        if (!exchange.mayBeEvidence()) {
            return Exemplars.NONE;
        }
        return Exemplars.of(Family.CONTENT, exchange.id(), contentWeight(exchange))
                .combine(Exemplars.of(Family.PROTOCOL, exchange.id(), protocolWeight(exchange)));
    }

    /**
     * The evidence of every signal that the policy has on, in the order of their ids; blind where the account's records
     * have lacked a needed field throughout the recent days.
     */
    public List<Evidence> weigh(Behaviour behaviour) {
        List<Evidence> evidence = new ArrayList<>(signals.size());
        FieldSet seen = behaviour.recent().fields();
        for (Signal signal : signals) {
            Optional<SignalSettings> settings =
                    behaviour.policy().signal(signal.id().name());
            if (settings.isPresent()) {
                evidence.add(
                        seen.hasAll(signal.needs())
                                ? signal.weigh(behaviour, settings.get())
                                : Evidence.blind(signal.id(), signal.needs().minus(seen)));
            }
        }
        return List.copyOf(evidence);
    }

    private static int contentWeight(Exchange exchange) {
        if (ReasoningElicitation.elicits(exchange)) {
            return 100;
        }
        if (exchange.text().elicitation() >= ReasoningElicitation.SIMILAR) {
            return 50;
        }
        return RewardModelUse.judges(exchange) ? 10 : 0;
    }

    private static int protocolWeight(Exchange exchange) {
        if (LogitProbing.probes(exchange)) {
            return 100;
        }
        if (ExtractionProbing.probes(exchange)) {
            return 60;
        }
        return exchange.supply().traceReplayed() ? 20 : 0;
    }
}
