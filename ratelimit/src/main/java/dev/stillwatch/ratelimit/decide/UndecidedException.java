// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.decide;

/** The limiter cannot tell: the gateway's own rule for an absent limiter applies. */
public final class UndecidedException extends Exception {
    private static final long serialVersionUID = 1L;

    /** With a reason for the operator's log; it reaches no caller of the API. */
    public UndecidedException(String reason) {
        super(reason);
    }
}
