// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.wire;

import dev.stillwatch.policies.wire.WireException.Fault;

/** Checks of decoded numbers: a value that breaks its record's stated range never leaves this package. */
final class Ranges {
    private Ranges() {}

    static <E> E constant(E[] constants, int ordinal, String what) throws WireException {
        if (ordinal < 0 || ordinal >= constants.length) {
            throw new WireException(
                    Fault.OUT_OF_RANGE, what + " " + ordinal + "; this build knows 0.." + (constants.length - 1));
        }
        return constants[ordinal];
    }

    static long count(long value, String what) throws WireException {
        if (value < 0) {
            throw new WireException(Fault.OUT_OF_RANGE, what + " is negative");
        }
        return value;
    }

    static int count(int value, String what) throws WireException {
        return (int) count((long) value, what);
    }

    /** From 0 to a bound; what went in beyond the greatest number comes out negative. */
    static long atMost(long value, long most, String what) throws WireException {
        if (value < 0 || value > most) {
            throw new WireException(Fault.OUT_OF_RANGE, what + " is outside 0.." + most);
        }
        return value;
    }

    static long atLeastOne(long value, String what) throws WireException {
        if (value < 1) {
            throw new WireException(Fault.OUT_OF_RANGE, what + " is below one");
        }
        return value;
    }

    static double finite(double value, String what) throws WireException {
        if (!Double.isFinite(value)) {
            throw new WireException(Fault.OUT_OF_RANGE, what + " is not a finite number");
        }
        return value;
    }

    static String named(String value, String what) throws WireException {
        if (value.isEmpty()) {
            throw new WireException(Fault.OUT_OF_RANGE, what + " is empty");
        }
        return value;
    }
}
