// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.ring;

import dev.stillwatch.policies.ring.ArtefactKind;

/**
 * What a shared artefact speaks of. Artefacts of one family depend on each other in benign traffic too (a harness has its
 * prompt and its user agent, a provider its addresses and its system number), so only artefacts of different families
 * are two pieces of evidence.
 */
public enum EdgeFamily {
    /** How it is asked, and with what software. */
    CONTENT,
    /** What is asked about. The weakest of all: whoever uses one tool for one purpose has it in common too. */
    SUBJECT,
    /** From where. */
    NETWORK,
    /** Who pays and who signed up. */
    IDENTITY;

    /** The family of a kind. */
    public static EdgeFamily of(ArtefactKind kind) {
        return switch (kind) {
            case SKELETON, SYSTEM, OPENING, CLOSING, TRACE_SIGNATURE, USER_AGENT, TLS -> CONTENT;
            case SKETCH_BAND -> SUBJECT;
            case NETWORK, ASN -> NETWORK;
            case PAYMENT, EMAIL_DOMAIN, SIGN_UP_MINUTE -> IDENTITY;
        };
    }
}
