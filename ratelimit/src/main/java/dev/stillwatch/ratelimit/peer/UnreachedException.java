// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.peer;

/**
 * A node was not reached, or says that it does not decide yet: nothing can have been counted there, so another one may be
 * asked. Every other failure may have come after it counted.
 */
public final class UnreachedException extends Exception {
    private static final long serialVersionUID = 1L;

    /** With what is wrong. */
    public UnreachedException(String reason) {
        super(reason);
    }
}
