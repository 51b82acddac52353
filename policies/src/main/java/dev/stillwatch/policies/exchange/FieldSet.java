// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.exchange;

import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;

/**
 * An immutable set of {@link Field}s in one word.
 *
 * @param bits bit {@code f.ordinal()} is set when field {@code f} is present
 */
public record FieldSet(long bits) {
    /** No field. */
    public static final FieldSet NONE = new FieldSet(0);

    /** The set of the given fields. */
    public static FieldSet of(Field... fields) {
        long bits = 0;
        for (Field field : fields) {
            bits |= bit(field);
        }
        return new FieldSet(bits);
    }

    /** The set of the given fields. */
    public static FieldSet of(Collection<Field> fields) {
        return of(fields.toArray(new Field[0]));
    }

    /** This set and one more field. */
    public FieldSet with(Field field) {
        return new FieldSet(bits | bit(field));
    }

    /** Whether the field is present. */
    public boolean has(Field field) {
        return (bits & bit(field)) != 0;
    }

    /** Whether every field of the other set is present. */
    public boolean hasAll(FieldSet other) {
        return (bits & other.bits) == other.bits;
    }

    /** The fields of either set. */
    public FieldSet union(FieldSet other) {
        return new FieldSet(bits | other.bits);
    }

    /** The fields of this set that the other lacks. */
    public FieldSet minus(FieldSet other) {
        return new FieldSet(bits & ~other.bits);
    }

    /** The fields, in the order of the coverage matrix. */
    public Set<Field> fields() {
        Set<Field> fields = EnumSet.noneOf(Field.class);
        for (Field field : Field.values()) {
            if (has(field)) {
                fields.add(field);
            }
        }
        return fields;
    }

    private static long bit(Field field) {
        return 1L << field.ordinal();
    }
}
