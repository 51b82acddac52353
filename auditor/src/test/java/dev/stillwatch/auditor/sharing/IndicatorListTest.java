// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class IndicatorListTest {
    @Test
    void everyTemplateStandsOnceWithTheWeightThatWasStatedAndTheLongerEnd() {
        List<SharedIndicator> told = List.of(
                indicator("2026-12-01T00:00:00Z", 2L, 1L),
                indicator("2026-12-26T10:11:12Z", 1L),
                indicator("2026-12-02T00:00:00Z", 1L));

        assertThat(new IndicatorList("lab one", 1500).yaml(told)).isEqualTo("""
                # Put this list into policy.yaml, beside what other parties told.
                indicators:
                  - {template: "0000000000000001", weight: 1.5, from: "lab one", until: "2026-12-26T10:11:12Z"}
                  - {template: "0000000000000002", weight: 1.5, from: "lab one", until: "2026-12-01T00:00:00Z"}
                """);
    }

    private static SharedIndicator indicator(String until, Long... templates) {
        return new SharedIndicator(
                "indicator--1", Told.GROUP, 0, Instant.parse(until).toEpochMilli(), 3, List.of(templates));
    }
}
