// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.runtime;

import org.jspecify.annotations.Nullable;

/** The cluster cannot be reached or refused what was asked. The message is one line for a person. */
public final class BrokerUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** With the cause. */
    public BrokerUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
