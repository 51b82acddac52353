// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.drift;

import dev.stillwatch.auditor.profile.Behaviour;
import dev.stillwatch.auditor.signal.CustomerClass;
import dev.stillwatch.auditor.signal.Evidence;
import dev.stillwatch.auditor.signal.SignalCatalogue;
import dev.stillwatch.auditor.signal.SignalId;
import dev.stillwatch.deploy.bench.table.NearestRank;
import dev.stillwatch.policies.policy.Policy.SignalSettings;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Distances of account-days by class and step, and what D3 makes of them with and without classes. */
final class Distances {
    /** One ordinary day in two hundred lies beyond it. */
    static final double ORDINARY = 0.995;

    private final SignalCatalogue signals = new SignalCatalogue();
    private final Map<CustomerClass, Map<Long, List<Long>>> distances = new EnumMap<>(CustomerClass.class);
    private final Map<CustomerClass, List<Weights>> weights = new EnumMap<>(CustomerClass.class);

    /** What D3 gives a day at most, in thousandths of a nat. */
    private record Weights(long byClass, long alike) {}

    void add(AccountRun.Day day) {
        long byClass = 0;
        long alike = 0;
        CustomerClass customers = CustomerClass.UNKNOWN;
        for (Map.Entry<Long, Behaviour> look : day.farthest().entrySet()) {
            Behaviour behaviour = look.getValue();
            customers = CustomerClass.of(behaviour.past());
            distances
                    .computeIfAbsent(customers, unseen -> new TreeMap<>())
                    .computeIfAbsent(look.getKey(), unseen -> new ArrayList<>())
                    .add(behaviour.drift().distanceMicro());
            byClass = Math.max(byClass, byClass(behaviour));
            alike = Math.max(alike, alike(behaviour));
        }
        weights.computeIfAbsent(customers, unseen -> new ArrayList<>()).add(new Weights(byClass, alike));
    }

    private long byClass(Behaviour behaviour) {
        return signals.weigh(behaviour).stream()
                .filter(evidence -> evidence.signal() == SignalId.D3)
                .mapToLong(Evidence::weightMilli)
                .sum();
    }

    /** The policy's own line for everybody. */
    private static long alike(Behaviour behaviour) {
        SignalSettings settings = behaviour.policy().signal(SignalId.D3.name()).orElseThrow();
        double above = behaviour.drift().distanceMicro() - settings.value("ordinaryMicro");
        return Math.round(Math.max(0, Math.min(settings.capMilli(), 1000 * above / settings.value("scaleMicro"))));
    }

    Map<CustomerClass, Map<Long, List<Long>>> byClass() {
        return distances;
    }

    /** Nearest-rank percentile. */
    static long percentile(List<Long> values, double share) {
        List<Long> ascending = new ArrayList<>(values);
        Collections.sort(ascending);
        return ascending.get(NearestRank.of(ascending.size(), share));
    }

    /** A line a class and step, then a line a class on the weights; {@code what} heads each. */
    List<String> lines(String what) {
        List<String> lines = new ArrayList<>();
        distances.forEach((customers, steps) -> steps.forEach((from, seen) -> lines.add(String.format(
                Locale.ROOT,
                "%-18s %-16s from %3d prompts: %5d days, mean %.4f, p95 %.4f, p99.5 %.4f",
                what,
                customers,
                from,
                seen.size(),
                seen.stream().mapToLong(Long::longValue).average().orElse(0) / 1e6,
                percentile(seen, 0.95) / 1e6,
                percentile(seen, ORDINARY) / 1e6))));
        weights.forEach((customers, seen) -> lines.add(String.format(
                Locale.ROOT,
                "%-18s %-16s %5d days: any weight %.1f %% by class, %.1f %% alike; 1 nat %.1f %%, %.1f %%; mean nats %.3f, %.3f",
                what,
                customers,
                seen.size(),
                share(seen, w -> w.byClass() > 0),
                share(seen, w -> w.alike() > 0),
                share(seen, w -> w.byClass() >= 1000),
                share(seen, w -> w.alike() >= 1000),
                seen.stream().mapToLong(Weights::byClass).average().orElse(0) / 1000,
                seen.stream().mapToLong(Weights::alike).average().orElse(0) / 1000)));
        return lines;
    }

    private static double share(List<Weights> seen, Predicate<Weights> holds) {
        return 100.0 * seen.stream().filter(holds).count() / seen.size();
    }
}
