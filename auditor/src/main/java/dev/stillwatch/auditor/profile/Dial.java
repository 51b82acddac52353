// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.profile;

/** Rows of counters that an index selects. Every slot adds. Order and sizes are wire format: append. */
public enum Dial {
    /** UTC hour of the day. */
    HOUR(24),
    /** First six bits of the sign sketch: 64 coarse regions of meaning. */
    REGION(64),
    /** Main script of the prompt, by ordinal of {@code Script}. */
    SCRIPT(16);

    /** Slot of the first dial: what {@link Measure} may grow to. */
    static final int FIRST_SLOT = 64;

    private final int size;

    Dial(int size) {
        this.size = size;
    }

    /** Number of counters in the row. */
    public int size() {
        return size;
    }

    int slot(int index) {
        if (index < 0 || index >= size) {
            throw new IndexOutOfBoundsException(this + " has " + size + " counters, no " + index);
        }
        int slot = FIRST_SLOT + index;
        for (Dial dial : values()) {
            if (dial == this) {
                return slot;
            }
            slot += dial.size;
        }
        throw new IllegalStateException("a dial is not among the dials");
    }

    static int slots() {
        int slots = FIRST_SLOT;
        for (Dial dial : values()) {
            slots += dial.size;
        }
        return slots;
    }
}
