// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.profile;

/** How an exchange used a reasoning-trace signature. Ordinal is wire format: append. */
public enum TraceUse {
    /** The answer issued it. */
    ISSUED,
    /** A later request of a conversation handed it back. */
    RETURNED,
    /** The first request of a conversation, which has no answer behind it, already carried it. */
    OPENED;

    /** Bits that a set of uses takes. */
    static final int BITS = 3;
}
