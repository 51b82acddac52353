// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.signal;

import dev.stillwatch.policies.standing.Family;

/**
 * The detector catalogue. Ids stay as they are for ever: policies, findings and the versioned file of ATLAS and OWASP
 * ids name them. Ordinal is wire format: append.
 */
public enum SignalId {
    D1("Reasoning-trace elicitation", Family.CONTENT),
    D3("Drift from own past", Family.CONTENT),
    D4("Coverage sweep or drill", Family.CONTENT),
    D6("Machine pacing", Family.TIMING),
    D7("Ramp and plan mismatch", Family.IDENTITY),
    D9("Credential multiplexing", Family.IDENTITY),
    D10("Release pivot", Family.TIMING),
    D11("Harvest economics", Family.CONTENT),
    D12("Logit probing", Family.PROTOCOL),
    D13("Trace-signature replay", Family.PROTOCOL),
    D14("Extraction probing", Family.PROTOCOL),
    D15("Reward-model use", Family.CONTENT),
    /** Of rings only. */
    D2("Shared-template fan-out", Family.CONTENT),
    /** Of rings only. */
    D8("Identity graph", Family.IDENTITY),
    /** Of rings only. */
    D5("Temporal synchrony", Family.TIMING),
    /** Of rings only. */
    D18("Reported template", Family.CONTENT);

    private final String title;
    private final Family family;

    SignalId(String title, Family family) {
        this.title = title;
        this.family = family;
    }

    /** Name for people. */
    public String title() {
        return title;
    }

    /** The family it gives evidence to. */
    public Family family() {
        return family;
    }
}
