// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.ring;

/** How much the parties of a group have in common besides their hub, against how much they would have by chance. */
public sealed interface Overlap permits Coincidence, Likeness {
    /** Parties of the group. */
    long group();

    /** Links among those of the group who have something in common: one fewer than there are such parties, or fewer. */
    long repeats();

    /** As many by chance. */
    double expected();

    /** How surprising that is, in nats: by chance as much or more happens with a probability of at most its {@code exp(-x)}. */
    double surprise();

    /**
     * Whether it ties: by chance that would happen in fewer than {@code falsely} of all groups looked at together
     * (Bonferroni's correction).
     *
     * @param looks groups and kinds looked at in the epoch, at least 1
     * @param falsely ties by chance that an epoch may have, above 0
     */
    default boolean ties(long looks, double falsely) {
        return surprise() >= StrictMath.log(looks / falsely);
    }
}
