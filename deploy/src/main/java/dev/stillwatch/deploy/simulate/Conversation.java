// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.simulate;

import java.util.ArrayList;
import java.util.List;

/** A conversation that is going on: the turns so far, one client, the last reasoning signature. */
final class Conversation {
    private final String session;
    private final int client;
    private final List<String> turns = new ArrayList<>();
    private int left;
    private String signature = "";

    Conversation(String session, int length, int client) {
        this.session = session;
        this.left = length;
        this.client = client;
    }

    String session() {
        return session;
    }

    /** User and assistant turns in turn, oldest first; the last one waits for its answer. */
    List<String> turns() {
        return turns;
    }

    String signature() {
        return signature;
    }

    boolean goesOn() {
        return left > 0;
    }

    /** The same item throughout the conversation. */
    <T> T pick(List<T> items) {
        return items.get(client % items.size());
    }

    /** Takes the answer; only the last turns are kept, as clients cut their history. */
    void answered(String output, String issued, int remembered) {
        left--;
        signature = issued;
        turns.add(output);
        while (turns.size() > 2 * remembered) {
            turns.remove(0);
            turns.remove(0);
        }
    }
}
