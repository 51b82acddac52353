// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.intake;

import dev.stillwatch.auditor.intake.UsageRecord.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The turns of a conversation as the readers see them. */
final class Turns {
    private Turns() {}

    /**
     * The messages up to the last one of the user, so that the last turn is what is asked now: a prefilled beginning of
     * the answer and the results of tools stay out. All of them when no user speaks. What the user says in several messages
     * in a row is one turn: models read them as one, and an instruction in a message of its own would hide what it asks.
     */
    static List<String> of(List<Message> messages) {
        int end = messages.size();
        while (end > 0 && !isUsers(messages.get(end - 1))) {
            end--;
        }
        if (end == 0) {
            return messages.stream().map(Message::content).toList();
        }
        int asked = end;
        while (asked > 0 && isUsers(messages.get(asked - 1))) {
            asked--;
        }
        List<String> turns = new ArrayList<>(asked + 1);
        messages.subList(0, asked).forEach(message -> turns.add(message.content()));
        turns.add(messages.subList(asked, end).stream().map(Message::content).collect(Collectors.joining("\n")));
        return List.copyOf(turns);
    }

    private static boolean isUsers(Message message) {
        return message.role().equals("user");
    }
}
