// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.ring;

/** What two accounts can share. Ordinal is wire format: append. */
public enum ArtefactKind {
    SKELETON,
    SKETCH_BAND,
    PAYMENT,
    TLS,
    NETWORK,
    ASN,
    USER_AGENT,
    EMAIL_DOMAIN,
    SIGN_UP_MINUTE,
    TRACE_SIGNATURE,
    SYSTEM,
    OPENING,
    CLOSING
}
