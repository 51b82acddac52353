// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.alert;

import dev.stillwatch.auditor.ring.Tie;
import dev.stillwatch.policies.ring.ArtefactKind;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** What accounts share, in words. */
final class ArtefactWords {
    private static final double LEAST_TOLD = 0.1;

    private ArtefactWords() {}

    /** What all accounts of a group have, after "have". */
    static String hub(ArtefactKind kind) {
        return switch (kind) {
            case SKELETON -> "one prompt template";
            case SYSTEM -> "one system text";
            case OPENING -> "one opening of prompts";
            case CLOSING -> "one end of prompts";
            case SKETCH_BAND -> "prompts that read alike";
            case TRACE_SIGNATURE -> "trace signatures of one another";
            case USER_AGENT -> "one user agent";
            case TLS -> "one TLS fingerprint";
            case NETWORK -> "one network";
            case ASN -> "one network provider";
            case PAYMENT -> "one payment fingerprint";
            case EMAIL_DOMAIN -> "one mail domain";
            case SIGN_UP_MINUTE -> "one sign-up minute";
        };
    }

    /** What some of them have in common besides, after "share". */
    static String shared(ArtefactKind kind) {
        return switch (kind) {
            case SKELETON -> "prompt templates";
            case SYSTEM -> "system texts";
            case OPENING -> "openings of prompts";
            case CLOSING -> "ends of prompts";
            case SKETCH_BAND -> "ways of asking";
            case TRACE_SIGNATURE -> "trace signatures";
            case USER_AGENT -> "user agents";
            case TLS -> "TLS fingerprints";
            case NETWORK -> "networks";
            case ASN -> "network providers";
            case PAYMENT -> "payment fingerprints";
            case EMAIL_DOMAIN -> "mail domains";
            case SIGN_UP_MINUTE -> "sign-up minutes";
        };
    }

    /**
     * A tie, without a full stop. Accounts of one owner were counted once; so many links join at least one account more
     * than there are links.
     */
    static String tie(Tie tie) {
        long links = tie.coincidence().repeats();
        return tie.coincidence().group() + " accounts without a common owner have "
                + hub(tie.hub().kind()) + ", and at least " + (links == 0 ? 0 : links + 1) + " of them share "
                + shared(tie.by()) + " (" + links + (links == 1 ? " link" : " links") + ", by chance "
                + byChance(tie.coincidence().expected()) + ")";
    }

    private static String byChance(double expected) {
        return expected < LEAST_TOLD
                ? "fewer than " + LEAST_TOLD
                : BigDecimal.valueOf(expected)
                        .setScale(1, RoundingMode.HALF_EVEN)
                        .toPlainString();
    }
}
