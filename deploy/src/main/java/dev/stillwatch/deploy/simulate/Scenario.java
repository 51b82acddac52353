// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.simulate;

import java.util.Arrays;
import java.util.Optional;

/**
 * What can be simulated. Durations are fixed, so that exposure and false positives per day can be compared; a replay's
 * accounts at scale 1 are the reported ones, or a hundredth where reports count thousands (R2, R3, R4).
 */
public enum Scenario {
    /** A small day with distillers, heavy, batch and declared customers side by side. */
    DEMO("demo", 1, 0),
    /** Every benign class, no attacker. */
    BENIGN("benign", 7, 0),
    /** Load-balanced reasoning back-fill: 150,000 exchanges over 200 accounts. */
    R1("R1", 5, 200),
    /** Low and slow: 25.6 exchanges a day and account. */
    R2("R2", 45, 250),
    /** One fixed prompt, 857 a day, pool swap after half the time. */
    R3("R3", 14, 35),
    /** Relay of real users' requests, 5.6 a day. */
    R4("R4", 10, 54),
    /** Rotation through 273 accounts, captured traces to be cleaned. */
    R5("R5", 10, 273),
    /** Release pivot: half of the traffic moves to a new model within a day. */
    R6("R6", 14, 100),
    /** 12,000 extraction tricks in one experiment. */
    R7("R7", 1, 12),
    /** Non-English, broad tasks, one fixed instruction. */
    R8("R8", 14, 100),
    /** Rubric grading only. */
    R9("R9", 7, 40),
    /** R3 by an attacker who paraphrases the template for every request. */
    R10("R10", 7, 35),
    /** Human hours and jitter, one card and one address an account. */
    R11("R11", 14, 100),
    /** Pure resale with kept logs: no distillation-shaped prompt at all. */
    R12("R12", 14, 50),
    /** Log-probabilities under logit bias over the whole vocabulary. */
    LOGIT_PROBING("logit-probing", 2, 30),
    /** Reasoning signatures replayed in other sessions and accounts. */
    TRACE_REPLAY("trace-replay", 3, 40),
    /** Every replay at a tenth of its accounts among every benign class. */
    MIXED("mixed", 3, 0),
    /** A few thousand records for a quick look at other corpora. */
    SAMPLE("sample", 1, 0);

    private final String id;
    private final int days;
    private final int accounts;

    Scenario(String id, int days, int accounts) {
        this.id = id;
        this.days = days;
        this.accounts = accounts;
    }

    /** The name on the command line. */
    public String id() {
        return id;
    }

    /** Duration in days of event time. */
    public int days() {
        return days;
    }

    /** Attacking accounts at scale 1; 0 when the scenario is not one campaign. */
    public int accounts() {
        return accounts;
    }

    /** Whether it replays one campaign. */
    public boolean replay() {
        return accounts > 0;
    }

    /** The scenario of a name, whatever its case. */
    public static Optional<Scenario> of(String id) {
        return Arrays.stream(values())
                .filter(scenario -> scenario.id.equalsIgnoreCase(id))
                .findFirst();
    }
}
