// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.ring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.auditor.ring.SamePrompts.Look;
import org.junit.jupiter.api.Test;

class SamePromptsTest {
    private static final Look BENCHMARK = new Look(900, 1_000);

    @Test
    void shouldBeNothingWherePromptsAreSharedOut() {
        assertThat(Look.of(20, 16, 16, 500)).isEqualTo(new Look(0, 500));
    }

    @Test
    void shouldBeAllWhereEverybodyAsksEverything() {
        assertThat(Look.of(20, 16, 20 * 16, 500).milli()).isEqualTo(1_000);
    }

    @Test
    void shouldBeTheShareOfOthersWhoAskAPromptToo() {
        assertThat(Look.of(11, 10, 10 + 25, 10).milli()).isEqualTo(250);
    }

    @Test
    void shouldBeNothingOfOneAccountOrNoPrompt() {
        assertThat(Look.of(1, 16, 16, 16).milli()).isZero();
        assertThat(Look.of(20, 0, 0, 0)).isEqualTo(Look.NOTHING);
    }

    @Test
    void shouldGoByTheDayBeforeInTheMorning() {
        SamePrompts evening = SamePrompts.NONE.seen(100, BENCHMARK);
        assertThat(evening.share()).isEqualTo(0.9);
        assertThat(evening.seen(101, new Look(10, 499)).share()).isEqualTo(0.9);
        assertThat(evening.seen(102, new Look(10, 499)).share()).isEqualTo(0.01);
    }

    @Test
    void shouldNotBeHiddenByAFewPromptsThatAllAsk() {
        SamePrompts decoys = SamePrompts.NONE.seen(100, new Look(1_000, 10));
        assertThat(decoys.share()).isEqualTo(1);
        assertThat(decoys.seen(100, new Look(4, 2_500)).share()).isEqualTo(0.004);
    }

    @Test
    void shouldNotBeHiddenByADayOfThemEither() {
        SamePrompts decoys = SamePrompts.NONE.seen(100, new Look(1_000, 10));
        assertThat(decoys.seen(101, new Look(0, 5)).share()).isZero();
    }
}
