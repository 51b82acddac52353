// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.wire;

/**
 * A value from a topic or a store cannot be used. The only failure of decoding; the message names what was found and what
 * was expected, never content.
 */
public final class WireException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Fault fault;

    WireException(Fault fault, String message) {
        super(message);
        this.fault = fault;
    }

    WireException(Fault fault, String message, Throwable cause) {
        super(message, cause);
        this.fault = fault;
    }

    /** What is wrong with the value. */
    public Fault fault() {
        return fault;
    }

    /** Ways in which a value can be unusable. */
    public enum Fault {
        /** Shorter than its header, cut off, or not the format it claims. */
        MALFORMED,
        /** Longer than any honest value. */
        TOO_LONG,
        /** A format version that this build does not know: written by a newer one. */
        UNKNOWN_VERSION,
        /** The value of another topic. */
        WRONG_KIND,
        /** A number outside its stated range. */
        OUT_OF_RANGE,
        /** The tag is not the deployment's: forged, altered, or of an epoch whose key is not at hand. */
        UNVERIFIED
    }
}
