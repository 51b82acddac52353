// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.profile;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TraceSampleTest {
    @Test
    void shouldNotSeeTurnsOfOneConversationAsWandering() {
        Tally.Builder tally = new Tally.Builder();
        for (int i = 1; i <= 500; i++) {
            tally.trace(i, 1 + i / 5).trace(i, 1 + i / 5);
        }

        assertThat(tally.build().wanderingTraces()).isZero();
        assertThat(tally.build().repeatedTracePairs()).isZero();
        assertThat(tally.build().traceSignatures()).isEqualTo(TraceSample.SIGNATURES);
        assertThat(tally.build().tracePairs()).isEqualTo(TraceSample.PAIRS);
    }

    @Test
    void shouldSeeTracesReplayedOnceElsewhere() {
        Tally.Builder tally = new Tally.Builder();
        for (int i = 1; i <= 20; i++) {
            tally.trace(i, i).trace(i, i + 1_000);
        }

        assertThat(tally.build().wanderingTraces()).isEqualTo(20);
    }

    @Test
    void shouldSeeOneTraceReplayedInManyConversationsAmongThousands() {
        Tally.Builder tally = new Tally.Builder();
        for (int i = 1; i <= 2_000; i++) {
            tally.trace(i, i).trace(9_999, 10_000 + i);
        }

        assertThat(tally.build().repeatedTracePairs()).isGreaterThan(8);
    }
}
