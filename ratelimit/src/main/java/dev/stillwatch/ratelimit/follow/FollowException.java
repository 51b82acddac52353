// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.follow;

/** A cluster cannot be followed or does not take a record; the message is one line that says what to do. */
public final class FollowException extends Exception {
    private static final long serialVersionUID = 1L;

    FollowException(String message) {
        super(message);
    }

    FollowException(String message, Throwable cause) {
        super(message, cause);
    }
}
