// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.signal;

import dev.stillwatch.auditor.profile.Behaviour;
import dev.stillwatch.auditor.profile.Sample;
import dev.stillwatch.auditor.profile.Tally;
import dev.stillwatch.policies.exchange.Exchange;
import dev.stillwatch.policies.exchange.Field;
import dev.stillwatch.policies.exchange.FieldSet;
import dev.stillwatch.policies.policy.Policy.ModelRelease;
import dev.stillwatch.policies.policy.Policy.SignalSettings;

/**
 * D10, account part: moves to a new model as soon as it is out. Statistic: share of today's exchanges on a model
 * released within {@code windowHours}, less the platform's own adoption {@code platformShare}. Weight: {@code pivot}
 * nats, reached linearly at {@code fullExcess}.
 *
 * <p>Hazards: benchmarkers, aliases that mean the latest; corroboration only, never acts alone. Blind without the model;
 * silent until the policy lists a release. Model counts add over accounts, exact up to eight models; on a ring it looks
 * at what its members asked today.
 */
final class ReleasePivot implements Signal {
    @Override
    public SignalId id() {
        return SignalId.D10;
    }

    @Override
    public FieldSet needs() {
        return FieldSet.of(Field.MODEL);
    }

    @Override
    public void count(Exchange exchange, Tally.Builder tally) {
        tally.seen(Sample.MODELS, exchange.demand().model());
    }

    @Override
    public Evidence weigh(Behaviour behaviour, SignalSettings settings) {
        Weighing weighing = new Weighing(id(), settings);
        long total = behaviour.today().sampled(Sample.MODELS);
        if (total < weighing.value("leastExchanges")) {
            return Evidence.nothing(id());
        }
        double window = weighing.value("windowHours") * 3_600_000;
        long moved = 0;
        String model = "";
        for (ModelRelease release : behaviour.policy().releases()) {
            long age = behaviour.asOf() - release.released();
            long used = behaviour.today().countOf(Sample.MODELS, release.model());
            if (age >= 0 && age <= window && used > moved) {
                moved = used;
                model = release.model();
            }
        }
        double share = (double) moved / total;
        double excess = share - weighing.value("platformShare");
        return weighing.evidence(
                weighing.value("pivot") * Weighing.ramp(excess, 0, weighing.value("fullExcess")),
                share,
                weighing.value("platformShare"),
                "%.0f %% of %s exchanges went to %s within %.0f hours of its release (others: %.0f %%).",
                100 * share,
                behaviour.parties() == 1 ? "today's" : "recent days'",
                model,
                weighing.value("windowHours"),
                100 * weighing.value("platformShare"));
    }
}
