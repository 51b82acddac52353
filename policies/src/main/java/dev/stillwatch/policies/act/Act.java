// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.act;

import dev.stillwatch.policies.standing.Tier;
import java.util.Comparator;

/**
 * What a person decided about a subject.
 *
 * @param id unique id of the act
 * @param subject account, ring, policy, or the whole limiter by its own name
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

    /** Acts kept of one subject at most, by whoever heeds them: people write acts, and only the last few can matter. */
    public static final int MOST = 32;

    /** Oldest first; acts of one instant by their ids, so that everybody reads the same acts in the same order. */
    public static final Comparator<Act> ORDER =
            Comparator.comparingLong(Act::time).thenComparing(Act::id);

    /** Whether it takes back what was judged before it: an undo, or a verdict of benign. */
    public boolean lifts() {
        return kind == Kind.UNDO || kind == Kind.VERDICT && verdict == Verdict.BENIGN;
    }

    /** Whether it approves a suspension that a standing said in versions from the one to the other, both included. */
    public boolean approves(long fromVersion, long toVersion) {
        return kind == Kind.APPROVE
                && tier == Tier.SUSPEND
                && fromVersion <= standingVersion
                && standingVersion <= toVersion;
    }

    /** Kinds of act; ordinal is wire format: append. */
    public enum Kind {
        /** A recommended suspension is approved for the named standing version. */
        APPROVE,
        /**
         * The subject's tier is lifted to clear until new evidence outgrows what was seen, which lasts while the subject goes
         * on so and else halves every two weeks.
         */
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
