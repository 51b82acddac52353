// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.door;

import dev.stillwatch.ratelimit.apply.RuleTotals;
import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * {@code stillwatch_limiter_rule_hits_total}: what was counted under each rule of the limits file, by envoyproxy/ratelimit's
 * four words. Read from the limiter when it is scraped: nothing is added to a decision.
 */
final class RuleHits implements Collector {
    private final Supplier<Map<String, RuleTotals>> totals;

    RuleHits(Supplier<Map<String, RuleTotals>> totals) {
        this.totals = totals;
    }

    @Override
    public MetricSnapshot collect() {
        CounterSnapshot.Builder snapshot = CounterSnapshot.builder()
                .name("stillwatch_limiter_rule_hits")
                .help("hits counted under the rules of the limits file; near and shadow are also within and over");
        new TreeMap<>(totals.get())
                .forEach((rule, hits) -> snapshot.dataPoint(point(rule, "within", hits.within()))
                        .dataPoint(point(rule, "near", hits.near()))
                        .dataPoint(point(rule, "over", hits.over()))
                        .dataPoint(point(rule, "shadow", hits.shadow())));
        return snapshot.build();
    }

    private static CounterSnapshot.CounterDataPointSnapshot point(String rule, String result, long hits) {
        return CounterSnapshot.CounterDataPointSnapshot.builder()
                .labels(Labels.of("rule", rule, "result", result))
                .value((double) hits)
                .build();
    }
}
