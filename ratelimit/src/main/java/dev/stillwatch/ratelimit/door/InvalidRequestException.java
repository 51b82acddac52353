// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.door;

/** A request on which nobody can decide. The message is one line for whoever configures the gateway. */
final class InvalidRequestException extends Exception {
    private static final long serialVersionUID = 1L;

    InvalidRequestException(String message) {
        super(message);
    }
}
