// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SamePromptsTest {
    @Test
    void shouldBeNothingWherePromptsAreSharedOut() {
        assertThat(SamePrompts.of(20, 16, 16)).isZero();
    }

    @Test
    void shouldBeAllWhereEverybodyAsksEverything() {
        assertThat(SamePrompts.of(20, 16, 20 * 16)).isEqualTo(1);
    }

    @Test
    void shouldBeTheShareOfOthersWhoAskAPromptToo() {
        assertThat(SamePrompts.of(11, 10, 10 + 25)).isCloseTo(0.25, within(1e-9));
    }

    @Test
    void shouldBeNothingOfOneAccountOrNoPrompt() {
        assertThat(SamePrompts.of(1, 16, 16)).isZero();
        assertThat(SamePrompts.of(20, 0, 0)).isZero();
    }

    @Test
    void shouldRememberTheDayBeforeAndNoOther() {
        SamePrompts evening = SamePrompts.NONE.seen(100, 0.2).seen(100, 0.6).seen(100, 0.5);
        assertThat(evening.most()).isEqualTo(0.6);

        SamePrompts morning = evening.seen(101, 0.01);
        assertThat(morning.most()).isEqualTo(0.6);
        assertThat(morning.seen(101, 0.7).most()).isEqualTo(0.7);

        assertThat(morning.seen(102, 0.02).most()).isEqualTo(0.02);
        assertThat(evening.seen(102, 0.02).most()).isEqualTo(0.02);
    }
}
