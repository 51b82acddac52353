// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.auditor.processor.StreamPlan.Bound;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BoundLogTest {
    private final BoundLog bounds = new BoundLog(() -> Instant.EPOCH);

    @Test
    void everyBoundIsCountedOverItsSourcesAndShownWhenNothingPassedIt() {
        bounds.passed(Bound.LATE, 0, 2);
        bounds.passed(Bound.LATE, 1, 3);
        bounds.passed(Bound.GROUP_CLOSED_EARLY, 0, 1);
        bounds.passed(Bound.NOT_CHECKED, 0, 0);

        assertThat(bounds.totals())
                .isEqualTo(Map.of(
                        "late",
                        5L,
                        "not-checked",
                        0L,
                        "buckets-closed-early",
                        0L,
                        "groups-closed-early",
                        1L,
                        "unreadable",
                        0L,
                        "conflicting-ids",
                        0L));
    }
}
