// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.exchange;

/**
 * An immutable set of {@link Mark}s.
 *
 * @param bits bit {@code m.ordinal()} is set when mark {@code m} was seen
 */
public record Marks(int bits) {
    /** No mark. */
    public static final Marks NONE = new Marks(0);

    /** The marks that ask for the hidden reasoning trace itself. */
    public static final Marks ELICITATION = of(
            Mark.VERBATIM_REASONING,
            Mark.INLINE_TAGS,
            Mark.BACK_FILL,
            Mark.TRANSLATE_MEMORY,
            Mark.THINKING_LANGUAGE,
            Mark.TRACE_CLEANING);

    /** The set of the given marks. */
    public static Marks of(Mark... marks) {
        int bits = 0;
        for (Mark mark : marks) {
            bits |= 1 << mark.ordinal();
        }
        return new Marks(bits);
    }

    /** Whether the mark was seen. */
    public boolean has(Mark mark) {
        return (bits & 1 << mark.ordinal()) != 0;
    }

    /** Whether any mark of the other set was seen. */
    public boolean hasAny(Marks other) {
        return (bits & other.bits) != 0;
    }

    /** The set without the mark. */
    public Marks without(Mark mark) {
        return new Marks(bits & ~(1 << mark.ordinal()));
    }

    /** The marks of either set. */
    public Marks union(Marks other) {
        return new Marks(bits | other.bits);
    }
}
