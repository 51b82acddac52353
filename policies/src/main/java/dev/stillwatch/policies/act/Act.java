// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.act;

import dev.stillwatch.policies.standing.Tier;

/**
 * What a person decided about a subject.
 *
 * @param id unique id of the act
 * @param subject account, ring or policy
 * @param kind what was decided
 * @param tier the tier concerned: approved up to, promoted to; CLEAR where it means nothing
 * @param standingVersion the standing that the person saw, 0 where it means nothing
 * @param verdict for VERDICT: what the subject was found to be
 * @param actor who
 * @param reason why, in the person's words; not text of any prompt
 * @param time when, milliseconds since 1970
 * @param until when the act ends, 0 for never
 */
public record Act(
        String id,
        String subject,
        Kind kind,
        Tier tier,
        long standingVersion,
        Verdict verdict,
        String actor,
        String reason,
        long time,
        long until) {

    /** Kinds of act; ordinal is wire format: append. */
    public enum Kind {
        /** A recommended suspension is approved for the named standing version. */
        APPROVE,
        /** The subject's tier is lifted to clear until new evidence outgrows what was seen. */
        UNDO,
        /** No alerts and no tier above watch for the subject until the act ends. */
        SUPPRESS,
        /** The case is decided. */
        VERDICT,
        /** Someone looked. */
        REVIEW,
        /** A policy's tier leaves shadow mode. */
        PROMOTE
    }

    /** How a case was decided. */
    public enum Verdict {
        NONE,
        DISTILLATION,
        BENIGN,
        UNCLEAR
    }
}
