// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.door;

import dev.stillwatch.ratelimit.apply.RuleTotals;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What {@code /metrics} shows. Labels are doors and outcomes, never subjects: their number is bounded. Safe for any number
 * of threads.
 */
final class Meters {
    private static final String NAME = "stillwatch.limiter.";
    private static final Duration[] BOUNDS = {
        Duration.ofNanos(20_000),
        Duration.ofNanos(100_000),
        Duration.ofNanos(500_000),
        Duration.ofMillis(1),
        Duration.ofMillis(5),
        // Envoy waits as long for an answer unless told otherwise.
        Duration.ofMillis(20)
    };

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Map<Door, Map<Outcome, Counter>> answers = new EnumMap<>(Door.class);
    private final Map<Door, Counter> wouldRefuse = new EnumMap<>(Door.class);
    private final Timer time;

    /** Meters of a limiter, with gauges of the parts behind it by name and the totals of its rules by theirs. */
    Meters(Map<String, LongSupplier> gauges, Supplier<Map<String, RuleTotals>> rules) {
        registry.getPrometheusRegistry().register(new RuleHits(rules));
        for (Door door : Door.values()) {
            Map<Outcome, Counter> counters = new EnumMap<>(Outcome.class);
            for (Outcome outcome : Outcome.values()) {
                counters.put(
                        outcome,
                        Counter.builder(NAME + "answers")
                                .description("requests by door and by what was answered")
                                .tag("door", door.label())
                                .tag("answer", outcome.label)
                                .register(registry));
            }
            answers.put(door, counters);
            wouldRefuse.put(
                    door,
                    Counter.builder(NAME + "would.refuse")
                            .description("requests that passed and would not have outside shadow mode")
                            .tag("door", door.label())
                            .register(registry));
        }
        time = Timer.builder(NAME + "decision")
                .description("time that decisions take in process")
                .serviceLevelObjectives(BOUNDS)
                .register(registry);
        gauges.forEach((name, value) -> Gauge.builder(NAME + name, value, LongSupplier::getAsLong)
                .strongReference(true)
                .register(registry));
    }

    /** What became of a request. */
    enum Outcome {
        PASSED("passed"),
        REFUSED("refused"),
        UNDECIDED("undecided"),
        INVALID("invalid");

        private final String label;

        Outcome(String label) {
            this.label = label;
        }
    }

    /**
     * Counts a decision.
     *
     * @param spared whether it would have been refused outside shadow mode
     */
    void answered(Door door, boolean passes, boolean spared, long nanos) {
        count(door, passes ? Outcome.PASSED : Outcome.REFUSED);
        if (passes && spared) {
            known(wouldRefuse, door).increment();
        }
        time.record(Duration.ofNanos(nanos));
    }

    void undecided(Door door) {
        count(door, Outcome.UNDECIDED);
    }

    void invalid(Door door) {
        count(door, Outcome.INVALID);
    }

    /** Where the server counts connections and the like too. */
    MeterRegistry registry() {
        return registry;
    }

    /** What is scraped. */
    PrometheusRegistry scraped() {
        return registry.getPrometheusRegistry();
    }

    private void count(Door door, Outcome outcome) {
        known(known(answers, door), outcome).increment();
    }

    private static <K, V> V known(Map<K, V> map, K key) {
        return Objects.requireNonNull(map.get(key));
    }
}
