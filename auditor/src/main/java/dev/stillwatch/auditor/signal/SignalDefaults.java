// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.signal;

import dev.stillwatch.policies.policy.Policy.SignalSettings;
import java.util.Map;

/** The packaged starting values of every signal; reference for the packaged policy. */
final class SignalDefaults {
    private SignalDefaults() {}

    static Map<String, SignalSettings> all() {
        return Map.ofEntries(
                Map.entry(
                        "D1",
                        settings(
                                6000,
                                Map.of(
                                        "ordinaryHits", 0.05,
                                        "ordinaryMisses", 150.0,
                                        "harvestHits", 1.0,
                                        "harvestMisses", 2.0,
                                        "leastHits", 5.0,
                                        "looks", 6.2,
                                        "similarWeight", 0.5,
                                        "tagsOnly", 2.2))),
                Map.entry(
                        "D3",
                        settings(
                                1000,
                                Map.of(
                                        "leastToday", 50.0,
                                        "leastPast", 100.0,
                                        "ordinaryMicro", 6000.0,
                                        "scaleMicro", 12000.0))),
                Map.entry(
                        "D4",
                        settings(
                                500,
                                Map.of(
                                        "leastExchanges", 500.0,
                                        "leastOutput", 0.5,
                                        "leastOnce", 0.95,
                                        "sweepEntropy", 0.85,
                                        "drillShare", 0.8,
                                        "shape", 0.5))),
                Map.entry(
                        "D6",
                        settings(
                                1000,
                                Map.of(
                                        "leastExchanges", 100.0,
                                        "leastDays", 4.0,
                                        "leastHours", 20.0,
                                        "always", 1.0))),
                Map.entry(
                        "D7",
                        settings(
                                900,
                                Map.of(
                                        "ordinaryRatio", 3.0,
                                        "slope", 0.75,
                                        "freshHours", 72.0,
                                        "freshRatio", 0.9,
                                        "fresh", 0.5))),
                Map.entry(
                        "D9",
                        settings(
                                2000,
                                Map.of(
                                        "ordinaryNetworks", 5.0,
                                        "ordinaryAgents", 3.0,
                                        "ordinaryScripts", 2.0,
                                        "slope", 0.6))),
                Map.entry(
                        "D10",
                        settings(
                                1000,
                                Map.of(
                                        "leastExchanges", 50.0,
                                        "windowHours", 48.0,
                                        "platformShare", 0.15,
                                        "fullExcess", 0.3,
                                        "pivot", 1.0,
                                        "leastPivoting", 10.0,
                                        "leastSwapped", 3.0,
                                        "fullSwapped", 10.0))),
                Map.entry(
                        "D11",
                        settings(
                                1400,
                                Map.of(
                                        "leastExchanges", 100.0,
                                        "ratio", 1.0,
                                        "spread", 0.8,
                                        "longAnswers", 0.8,
                                        "resampled", 0.4,
                                        "singleTurn", 0.1,
                                        "pinned", 0.1))),
                Map.entry(
                        "D12",
                        settings(
                                6000,
                                Map.of(
                                        "leastCalls", 16.0,
                                        "ordinaryTokens", 20.0,
                                        "slope", 1.9,
                                        "longShare", 0.7))),
                Map.entry(
                        "D13",
                        settings(
                                6000,
                                Map.of(
                                        "ordinaryHits", 0.05,
                                        "ordinaryMisses", 200.0,
                                        "harvestHits", 1.0,
                                        "harvestMisses", 1.0,
                                        "leastHits", 3.0,
                                        "looks", 2.7))),
                Map.entry(
                        "D14",
                        settings(
                                6000,
                                Map.ofEntries(
                                        Map.entry("ordinaryHits", 0.05),
                                        Map.entry("ordinaryMisses", 200.0),
                                        Map.entry("harvestHits", 1.0),
                                        Map.entry("harvestMisses", 9.0),
                                        Map.entry("leastHits", 4.0),
                                        Map.entry("looks", 4.5),
                                        Map.entry("ordinaryRefused", 20.0),
                                        Map.entry("ordinaryRefusedShare", 0.04),
                                        Map.entry("refusedSlope", 1.2),
                                        Map.entry("unmarkedOnly", 2.2),
                                        Map.entry("mostShare", 0.97)))),
                Map.entry(
                        "D15",
                        settings(
                                1800,
                                Map.of(
                                        "leastHits", 100.0,
                                        "fullHits", 500.0,
                                        "volume", 0.9,
                                        "fullCandidates", 4.0,
                                        "candidates", 0.9))),
                Map.entry(
                        "D2",
                        settings(6000, Map.of("ordinaryMembers", 3.0, "slope", 1.6, "fullShare", 0.3, "alone", 2.0))),
                Map.entry("D8", settings(6000, Map.of("ordinaryMembers", 3.0, "slope", 2.5))),
                Map.entry(
                        "D5",
                        settings(1000, Map.of("alarm", 6.0, "leastHours", 3.0, "fullHours", 6.0, "synchrony", 1.0))),
                Map.entry("D18", settings(2000, Map.of())));
    }

    private static SignalSettings settings(int capMilli, Map<String, Double> values) {
        return new SignalSettings(capMilli, values);
    }
}
