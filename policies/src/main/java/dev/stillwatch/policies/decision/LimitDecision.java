// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.decision;

import dev.stillwatch.policies.standing.Tier;

/**
 * How often a limiter decided alike within a span: refusals, and what shadow mode let pass, by subject; the rest as
 * totals without one.
 *
 * @param limiter name of the node that decided, never empty
 * @param domain whose limits were looked at; empty for totals of the domains beyond those that a limiter tells apart, and
 *     for {@link Outcome#DROPPED}
 * @param subject whose calls they were, empty for totals
 * @param outcome what became of the calls
 * @param limit name of the limit that refused or would have, empty when none is named
 * @param tier rung that was enforced on the subject
 * @param standingVersion version of the subject's standing, 0 without one
 * @param from start of the span, milliseconds since 1970 by the node's clock
 * @param spanMillis length of the span, at least 1
 * @param count how many calls, at least 1; for {@link Outcome#DROPPED} how many decisions no record stands for
 */
public record LimitDecision(
        String limiter,
        String domain,
        String subject,
        Outcome outcome,
        String limit,
        Tier tier,
        long standingVersion,
        long from,
        long spanMillis,
        long count) {

    /** What became of calls; ordinal is wire format: append. */
    public enum Outcome {
        /** Answered with "over the limit". */
        REFUSED,
        /** Passed, and the subject's standing would have refused it outside shadow mode. */
        WOULD_REFUSE,
        /** Passed, and the gateway was told to strip or cap something. */
        ALTERED,
        /** Passed as it came. */
        PASSED,
        /** The limiter could not tell: the gateway's own rule applied. */
        UNDECIDED,
        /** Decisions for which there was no room: they are in no other record. */
        DROPPED,
        /** Passed, and of what is in shadow mode a limit of the file alone would have refused it. */
        FILE_WOULD_REFUSE
    }
}
