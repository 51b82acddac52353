// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.signal;

import dev.stillwatch.auditor.profile.Measure;
import dev.stillwatch.auditor.profile.Tally;

/**
 * How an account has worked, read from its own past alone: no label, no name, no declaration. How far an ordinary day
 * lies from an ordinary past differs by class, see {@link ClassBaselines}. Few and coarse on purpose: a class needs
 * several text sources behind its baseline, and a boundary that a harvester could walk over is worth little.
 */
public enum CustomerClass {
    /** Too little past to say. */
    UNKNOWN("accounts of little past"),
    /** Follow-up turns: neighbouring prompts share a subject, so that a day holds fewer subjects than prompts. */
    CONVERSATIONS("accounts that hold conversations"),
    /** Requests that stand alone: one task over a corpus, a test set, single questions. */
    SINGLE_REQUESTS("accounts that send single requests");

    /** Exchanges of the decayed past from which it says anything. */
    static final long LEAST_PAST = 100;
    /** Real conversations leave some two thirds of the requests without an earlier turn, jobs nearly all. */
    static final double SINGLE_TURNS = 0.9;

    private final String words;

    CustomerClass(String words) {
        this.words = words;
    }

    /** For an alert's sentence: a plural noun phrase. */
    public String words() {
        return words;
    }

    /** The class of an account with such a past. */
    public static CustomerClass of(Tally past) {
        long exchanges = past.count(Measure.EXCHANGES);
        if (exchanges < LEAST_PAST) {
            return UNKNOWN;
        }
        return past.count(Measure.SINGLE_TURN) < SINGLE_TURNS * exchanges ? CONVERSATIONS : SINGLE_REQUESTS;
    }
}
