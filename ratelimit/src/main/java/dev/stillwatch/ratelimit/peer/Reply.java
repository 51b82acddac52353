// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.peer;

import dev.stillwatch.ratelimit.count.Taken;
import dev.stillwatch.ratelimit.standing.Drawn;
import java.util.List;

/**
 * What a node did.
 *
 * @param drawn of the question's drawing, {@link Drawn#NOTHING} where it has none
 * @param taken one for each taking, in its order
 */
public record Reply(Drawn drawn, List<Taken> taken) {
    /** Copies the list. */
    public Reply {
        taken = List.copyOf(taken);
    }
}
