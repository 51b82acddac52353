// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.profile;

import static dev.stillwatch.auditor.profile.TraceUse.ISSUED;
import static dev.stillwatch.auditor.profile.TraceUse.OPENED;
import static dev.stillwatch.auditor.profile.TraceUse.RETURNED;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TraceSampleTest {
    @Test
    void shouldNotSeeTurnsOfOneConversationAsWandering() {
        Tally.Builder tally = new Tally.Builder();
        for (int i = 1; i <= 500; i++) {
            tally.trace(i, 1 + i / 5, ISSUED).trace(i, 1 + i / 5, RETURNED);
        }

        assertThat(tally.build().traces().wandering()).isZero();
        assertThat(tally.build().traces().repeatedPairs()).isZero();
        assertThat(tally.build().traces().foreignPairs()).isZero();
        assertThat(tally.build().traces().signatures()).isEqualTo(TraceSample.SIGNATURES);
        assertThat(tally.build().traces().pairs()).isEqualTo(TraceSample.PAIRS);
    }

    @Test
    void shouldSeeTracesReplayedOnceElsewhere() {
        Tally.Builder tally = new Tally.Builder();
        for (int i = 1; i <= 20; i++) {
            tally.trace(i, i, ISSUED).trace(i, i + 1_000, RETURNED);
        }

        assertThat(tally.build().traces().wandering()).isEqualTo(20);
    }

    @Test
    void shouldSeeOneTraceReplayedInManyConversationsAmongThousands() {
        Tally.Builder tally = new Tally.Builder();
        for (int i = 1; i <= 2_000; i++) {
            tally.trace(i, i, ISSUED).trace(9_999, 10_000 + i, RETURNED);
        }

        assertThat(tally.build().traces().repeatedPairs()).isGreaterThan(8);
    }

    @Test
    void shouldSeeTracesOfOtherAccountsThatOpenConversations() {
        Tally.Builder tally = new Tally.Builder();
        for (int i = 1; i <= 5; i++) {
            tally.trace(i, i, ISSUED).trace(100 + i, 200 + i, OPENED);
        }

        assertThat(tally.build().traces().foreignPairs()).isEqualTo(5);
    }

    /** A log that keeps only the last message shows a return as an opening. */
    @Test
    void shouldNotTakeAReturnForAnOpeningWhereTheConversationIssuedTheTrace() {
        Tally.Builder tally = new Tally.Builder();
        for (int i = 1; i <= 20; i++) {
            tally.trace(i, 7, OPENED).trace(i, 7, ISSUED);
        }

        assertThat(tally.build().traces().foreignPairs()).isZero();
    }

    @Test
    void shouldForgetWhatIsOlderThanTwoDays() {
        Tally day = new Tally.Builder().trace(1, 2, ISSUED).build();

        assertThat(day.decayed(1, 2).decayed(1, 2).traces().signatures()).isOne();
        assertThat(day.decayed(1, 2).decayed(1, 2).decayed(1, 2).traces().signatures())
                .isZero();
    }

    @Test
    void shouldMergeTheSameInAnyOrder() {
        Random random = new Random(5);
        List<Tally> parts = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            parts.add(new Tally.Builder()
                    .trace(1 + random.nextInt(150), 1 + random.nextInt(90), TraceUse.values()[random.nextInt(3)])
                    .build());
        }
        Tally inOrder = parts.stream().reduce(Tally.EMPTY, Tally::combine);
        Collections.shuffle(parts, random);
        Tally shuffled = parts.stream().reduce(Tally.EMPTY, Tally::combine);

        assertThat(shuffled).isEqualTo(inOrder);
        assertThat(shuffled.combine(inOrder)).isEqualTo(inOrder);
        assertThat(Tally.decode(inOrder.encode())).isEqualTo(inOrder);
    }
}
