// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.decide;

/** The limiter cannot tell: the gateway's own rule for an absent limiter applies. */
public final class UndecidedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean ofOneKey;

    /** With a reason for the operator's log; it reaches no caller of the API. */
    public UndecidedException(String reason) {
        this(reason, false);
    }

    private UndecidedException(String reason, boolean ofOneKey) {
        super(reason);
        this.ofOneKey = ofOneKey;
    }

    /** Who counts for this key cannot be asked; of other keys the limiter may well tell. */
    public static UndecidedException ofOneKey(String reason) {
        return new UndecidedException(reason, true);
    }

    /** Whether it says nothing about other keys. */
    public boolean isOfOneKey() {
        return ofOneKey;
    }
}
