// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.signal;

import dev.stillwatch.auditor.profile.Behaviour;
import dev.stillwatch.auditor.profile.DayCell;
import dev.stillwatch.auditor.profile.Dial;
import dev.stillwatch.auditor.profile.Measure;
import dev.stillwatch.auditor.profile.Tally;
import dev.stillwatch.policies.exchange.Exchange;
import dev.stillwatch.policies.exchange.FieldSet;
import dev.stillwatch.policies.policy.Policy.SignalSettings;

/**
 * D6: round-the-clock use without human rhythm (AA26-251A, d). Statistic: UTC hours of the day that carry at least a
 * third of an even share of the recent exchanges. Weight: {@code always} nats from {@code leastHours} hours on an
 * account seen over {@code leastDays} days; of released benign accounts 3 of 43, 2 of 108 and 2 of 73 are so.
 *
 * <p>Hazards: every production back end, CI, nightly evaluation: corroboration only, never acts alone. Needs nothing but
 * times, so it is never blind. Hour counts add over accounts; a ring that works in shifts shows in the sum.
 */
final class MachinePacing implements Signal {
    private static final long HOUR_MILLIS = 3_600_000;

    @Override
    public SignalId id() {
        return SignalId.D6;
    }

    @Override
    public FieldSet needs() {
        return FieldSet.NONE;
    }

    @Override
    public void count(Exchange exchange, Tally.Builder tally) {
        tally.add(Dial.HOUR, (int) (Math.floorMod(exchange.time(), DayCell.MILLIS) / HOUR_MILLIS));
    }

    @Override
    public Evidence weigh(Behaviour behaviour, SignalSettings settings) {
        Weighing weighing = new Weighing(id(), settings);
        Tally recent = behaviour.recent();
        long total = recent.count(Measure.EXCHANGES);
        double days = (double) (behaviour.facts().lastSeen() - behaviour.facts().firstSeen()) / DayCell.MILLIS;
        if (total < weighing.value("leastExchanges") || days < weighing.value("leastDays")) {
            return Evidence.nothing(id());
        }
        int size = Dial.HOUR.size();
        int hours = 0;
        for (int hour = 0; hour < size; hour++) {
            hours += recent.count(Dial.HOUR, hour) * 3 * size >= total ? 1 : 0;
        }
        return weighing.evidence(
                hours >= weighing.value("leastHours") ? weighing.value("always") : 0,
                hours,
                weighing.value("leastHours"),
                "Busy in %d of 24 hours of the day over %.0f days, without a night.",
                hours,
                days);
    }
}
