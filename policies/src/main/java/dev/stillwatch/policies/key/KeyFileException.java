// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.key;

import java.io.IOException;

/** A key file that must not be used as it is; the message says why and what to do, and never holds a key. */
public final class KeyFileException extends IOException {
    private static final long serialVersionUID = 1;

    KeyFileException(String message) {
        super(message);
    }
}
