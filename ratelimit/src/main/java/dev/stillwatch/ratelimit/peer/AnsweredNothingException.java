// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.peer;

/** A node answered that it will not do what it was asked: it is there, and cannot tell. */
public final class AnsweredNothingException extends Exception {
    private static final long serialVersionUID = 1L;

    /** With what it said. */
    public AnsweredNothingException(String reason) {
        super(reason);
    }
}
