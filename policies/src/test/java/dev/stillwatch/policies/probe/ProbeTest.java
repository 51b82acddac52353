// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.policies.probe.Probe.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Only what was meant to be seen is good evidence. */
class ProbeTest {
    @Test
    void limitsHoldWhenSomeCallsPassAndOneIsRefused() {
        for (Verdict verdict : Verdict.values()) {
            assertThat(probe(false, verdict).holds()).as(verdict.name()).isEqualTo(verdict == Verdict.BITES);
        }
    }

    @Test
    void aLimitOfZeroHoldsWhenNoCallPasses() {
        for (Verdict verdict : Verdict.values()) {
            assertThat(probe(true, verdict).holds()).as(verdict.name()).isEqualTo(verdict == Verdict.ALWAYS_REFUSED);
        }
    }

    @Test
    void nothingHoldsWhereCallersReadWhatTheLimiterTellsTheGateway() {
        assertThat(probe(false, Verdict.BITES, "x-stillwatch-tier").holds()).isFalse();
        assertThat(probe(true, Verdict.ALWAYS_REFUSED, "x-stillwatch-tier").holds())
                .isFalse();
    }

    private static Probe probe(boolean zeroMeant, Verdict verdict, String... leaked) {
        Probe.Outcome outcome = new Probe.Outcome(verdict, 2, 429, 30, List.of(leaked), "");
        return new Probe("p", "http://gateway/", "", "stillwatch.probe", zeroMeant, outcome, 0, 1);
    }
}
