// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.peer;

import dev.stillwatch.ratelimit.apply.Taking;
import dev.stillwatch.ratelimit.standing.Drawing;
import java.util.List;
import java.util.Optional;

/**
 * What a node is asked to do, in this order. One with nothing in it asks whether anybody is there.
 *
 * @param draw what is taken from a plan and a budget
 * @param putBack what is put back there
 * @param takings what is counted, at most {@link #MOST}
 */
public record Question(Optional<Drawing> draw, Optional<Drawing> putBack, List<Taking> takings) {
    /** Most takings of one question: a request has no more descriptors. */
    public static final int MOST = 256;

    /** Whether anybody is there. */
    public static final Question GREETING = new Question(Optional.empty(), Optional.empty(), List.of());

    /** Copies the list. */
    public Question {
        takings = List.copyOf(takings);
    }

    static Question draw(Drawing drawing) {
        return new Question(Optional.of(drawing), Optional.empty(), List.of());
    }

    static Question putBack(Drawing drawing) {
        return new Question(Optional.empty(), Optional.of(drawing), List.of());
    }

    static Question count(List<Taking> takings) {
        return new Question(Optional.empty(), Optional.empty(), takings);
    }
}
