// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.sharing;

/** Something cannot be shared, or what another party gave cannot be taken; one line says what and why. */
public final class SharingException extends Exception {
    private static final long serialVersionUID = 1;

    SharingException(String message) {
        super(message);
    }

    SharingException(String message, Throwable cause) {
        super(message, cause);
    }
}
