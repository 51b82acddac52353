// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.profile;

/** Rows of counters that an index selects. Every slot adds. Order and sizes are wire format: append. */
public enum Dial {
    /** UTC hour of the day. */
    HOUR(0, 24),
    /** First six bits of the sign sketch: 64 coarse regions of meaning. */
    REGION(24, 64),
    /** Main script of the prompt, by ordinal of {@code Script}. */
    SCRIPT(88, 16);

    /** Slot of the first dial: what {@link Measure} may grow to. */
    static final int FIRST_SLOT = 64;

    private static final int SLOTS = slots(values());

    private final int offset;
    private final int size;

    Dial(int offset, int size) {
        this.offset = offset;
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
        return FIRST_SLOT + offset + index;
    }

    static int slots() {
        return SLOTS;
    }

    // Each row begins where the one before it ends.
    private static int slots(Dial[] dials) {
        int slots = 0;
        for (Dial dial : dials) {
            if (dial.offset != slots) {
                throw new IllegalStateException(dial + " begins at " + dial.offset + ", not at " + slots);
            }
            slots += dial.size;
        }
        return FIRST_SLOT + slots;
    }
}
