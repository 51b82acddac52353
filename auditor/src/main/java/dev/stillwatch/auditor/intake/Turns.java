// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.intake;

import dev.stillwatch.auditor.intake.UsageRecord.Message;
import java.util.List;

/** The turns of a conversation as the readers see them. */
final class Turns {
    private Turns() {}

    /**
     * The messages up to the last one of the user, so that the last turn is what is asked now: a prefilled beginning of
     * the answer and the results of tools stay out. All of them when no user speaks.
     */
    static List<String> of(List<Message> messages) {
        int end = messages.size();
        while (end > 0 && !messages.get(end - 1).role().equals("user")) {
            end--;
        }
        List<Message> kept = messages.subList(0, end == 0 ? messages.size() : end);
        return kept.stream().map(Message::content).toList();
    }
}
