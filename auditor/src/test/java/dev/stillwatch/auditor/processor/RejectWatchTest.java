// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.processor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.auditor.adjudicate.Finding;
import java.util.Collections;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** When a source rejects more than it used to. */
class RejectWatchTest {
    private static final long HOUR = 3_600_000;
    private static final int NIGHT = 60;

    private final RejectWatch watch = new RejectWatch("llm.usage-0");

    @Test
    void aSourceThatRejectsMoreThanBeforeIsToldOnceAnHour() {
        usual(20);

        assertThat(hour(20, 1_000, 80)).hasValueSatisfying(told -> {
            assertThat(told.usualShare().orElseThrow()).isBetween(0.004, 0.006);
            assertThat(told.commonest()).isEqualTo("malformed-json");
        });
        assertThat(hour(20, 1_000, 80)).isEmpty();
        assertThat(hour(21, 1_000, 180))
                .hasValueSatisfying(told -> assertThat(told.head().stage()).isEqualTo(Finding.Stage.UPDATED));
    }

    @Test
    void whatIsUsualOutlastsASilence() {
        usual(20);

        assertThat(hour(20 + NIGHT, 1_000, 80))
                .hasValueSatisfying(
                        told -> assertThat(told.usualShare().orElseThrow()).isBetween(0.004, 0.006));
    }

    @Test
    void whatWasRejectedOnceIsForgottenInTime() {
        hour(0, 100, 7);
        for (int hour = 1; hour < 40; hour++) {
            hour(hour, 10, 0);
        }
        hour(40, 900, 0);

        assertThat(hour(41, 1_000, 100))
                .hasValueSatisfying(told -> assertThat(told.usualShare()).hasValue(0));
    }

    @Test
    void ofASourcesFirstHourNothingIsKnownThatWasBefore() {
        assertThat(hour(0, 1_000, 100))
                .hasValueSatisfying(told -> assertThat(told.usualShare()).isEmpty());
    }

    @Test
    void theStateRoundTrips() {
        usual(3);
        byte[] bytes = watch.encode();
        assertThat(RejectWatch.decode("llm.usage-0", bytes).encode()).isEqualTo(bytes);
    }

    private void usual(int hours) {
        for (int hour = 0; hour < hours; hour++) {
            assertThat(hour(hour, 1_000, 5)).isEmpty();
        }
    }

    private Optional<Finding.SourceHealth> hour(int hour, int records, int rejected) {
        return watch.count(hour * HOUR, records, Collections.nCopies(rejected, "malformed-json"), () -> "usual@3")
                .map(Finding.SourceHealth.class::cast);
    }
}
