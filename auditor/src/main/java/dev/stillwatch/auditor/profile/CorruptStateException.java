// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.profile;

/** Stored bytes are not what this build writes: damaged, truncated or of another format version. */
public final class CorruptStateException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Says what was found. */
    public CorruptStateException(String message) {
        super(message);
    }
}
