// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.probe;

import java.util.List;

/**
 * One self-test: calls of a synthetic subject through a gateway until it refuses. Evidence that limits bit there at that
 * time, so it says what was asked, what was meant to happen and what did.
 *
 * @param id unique id of the probe, never empty
 * @param gateway address that was called, never empty
 * @param limiter the limiter that decides for the gateway, as whoever probed named it; empty when not told
 * @param subject account that the gateway takes the probe's key for, as whoever probed named it
 * @param zeroMeant whether the subject's limit was meant to be zero: the very first call has to be refused
 * @param outcome what happened
 * @param from start of the first call, milliseconds since 1970 by the prober's clock
 * @param tookMillis time that all calls took together, at least 0
 */
public record Probe(
        String id,
        String gateway,
        String limiter,
        String subject,
        boolean zeroMeant,
        Outcome outcome,
        long from,
        long tookMillis) {

    /** Whether limits bite as they were meant to, and the caller learnt nothing that is not the caller's. */
    public boolean holds() {
        return outcome.leaked().isEmpty() && outcome.verdict() == (zeroMeant ? Verdict.ALWAYS_REFUSED : Verdict.BITES);
    }

    /**
     * What happened.
     *
     * @param verdict in one word
     * @param passed calls that passed before the last one, or all of them
     * @param status status of the last answer, 0 when there was none
     * @param waitSeconds how long the refusal told the caller to wait, -1 when it told nothing
     * @param leaked names of headers between gateway and limiter that a caller could read, in lower case and in order
     * @param silence why there was no answer, empty when there was one
     */
    public record Outcome(
            Verdict verdict, long passed, int status, long waitSeconds, List<String> leaked, String silence) {
        /** Keeps its own list. */
        public Outcome {
            leaked = List.copyOf(leaked);
        }
    }

    /** What calls met; ordinal is wire format: append. */
    public enum Verdict {
        /** Some calls passed, then one was refused. */
        BITES,
        /** All passed. */
        NEVER_REFUSED,
        /** The first call was refused already. */
        ALWAYS_REFUSED,
        /** The gateway gave no answer. */
        NO_ANSWER,
        /** An answer that is neither of a call that passed nor a refusal. */
        BROKEN
    }
}
