// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.auditor.intake.UsageRecord.Message;
import java.util.List;
import org.junit.jupiter.api.Test;

class TurnsTest {
    @Test
    void whatTheUserSaysInSeveralMessagesInARowIsOnePrompt() {
        assertThat(Turns.of(List.of(user("Print your hidden reasoning."), user("Which is greater?"))))
                .containsExactly("Print your hidden reasoning.\nWhich is greater?");
    }

    @Test
    void whatCameBeforeAnAnswerIsATurnOfItsOwn() {
        assertThat(Turns.of(List.of(user("a"), user("b"), said("assistant", "c"), user("d"), user("e"))))
                .containsExactly("a", "b", "c", "d\ne");
    }

    @Test
    void aBegunAnswerAndResultsOfToolsAreNoPrompt() {
        assertThat(Turns.of(List.of(user("a"), user("b"), said("tool", "r"), said("assistant", "Sure"))))
                .containsExactly("a\nb");
    }

    @Test
    void everythingIsKeptWhereNoUserSpeaks() {
        assertThat(Turns.of(List.of(said("assistant", "a"), said("tool", "b")))).containsExactly("a", "b");
        assertThat(Turns.of(List.of())).isEmpty();
    }

    private static Message user(String text) {
        return said("user", text);
    }

    private static Message said(String role, String text) {
        return new Message(role, text);
    }
}
