// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.standing;

import java.util.Locale;

/** The five families of evidence: independent ways to know. Harder actions need more families. */
public enum Family {
    /** What is asked for and answered. */
    CONTENT,
    /** Parameters and tokens of the protocol that only an extractor uses so. */
    PROTOCOL,
    /** When. */
    TIMING,
    /** Who, from where, with what plan. */
    IDENTITY,
    /** Marks and canaries that came back, a person's verdict. */
    GROUND_TRUTH;

    /** The name as written in files and on screens. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
