// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.peer;

/**
 * A node was not reached, or says that it does not decide yet: nothing can have been counted there, so that it or another
 * one may be asked. Every other failure may have come after it counted.
 */
public final class UnreachedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean gone;

    /**
     * With what is wrong.
     *
     * @param gone whether that is certain: nobody listens there, or it says so itself. Else it may only be slow
     */
    public UnreachedException(String reason, boolean gone) {
        super(reason);
        this.gone = gone;
    }

    /** Whether the node is certainly not there. */
    public boolean isGone() {
        return gone;
    }
}
