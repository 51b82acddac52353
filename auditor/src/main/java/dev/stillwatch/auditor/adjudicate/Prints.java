// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.adjudicate;

import dev.stillwatch.policies.ring.ArtefactKind;
import java.util.Arrays;

/**
 * The links that an account has written in a day, each by a print of 32 bits: of two that collide, the later one waits for
 * the next day. In the order in which they were written; at most {@link EdgeSpotter#MOST_A_KIND} of a kind, more of bands
 * and of what is used most. Immutable.
 */
final class Prints {
    static final Prints NONE = new Prints(new int[0]);

    private final int[] values;

    private Prints(int[] values) {
        this.values = values;
    }

    /** A link's print: the kind in the upper four bits, so that the links of one kind can be counted. */
    static int of(ArtefactKind kind, long artefact) {
        return kind.ordinal() << 28 | Long.hashCode(artefact * 0x9E3779B97F4A7C15L) >>> 4;
    }

    boolean holds(int print) {
        for (int value : values) {
            if (value == print) {
                return true;
            }
        }
        return false;
    }

    /** How many links of a kind there are. */
    int count(ArtefactKind kind) {
        int count = 0;
        for (int value : values) {
            count += value >>> 28 == kind.ordinal() ? 1 : 0;
        }
        return count;
    }

    Prints with(int print) {
        int[] more = Arrays.copyOf(values, values.length + 1);
        more[values.length] = print;
        return new Prints(more);
    }

    void write(ByteWriter out) {
        out.number(values.length);
        for (int value : values) {
            out.number(value);
        }
    }

    static Prints read(ByteReader in) {
        int[] values = new int[0];
        int size = 0;
        for (long left = in.number(); left > 0; left--) {
            values = size < values.length ? values : Arrays.copyOf(values, Math.max(16, 2 * size));
            values[size++] = in.integer();
        }
        return size == 0 ? NONE : new Prints(Arrays.copyOf(values, size));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Prints that && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return "Prints" + Arrays.toString(values);
    }
}
