// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.ring;

/**
 * A declared owner whose accounts together made more exchanges in one UTC day than it declared. Its declaration excuses
 * nobody then: each of its accounts answers for itself. The declared volume stays its baseline, so only the part beyond
 * it weighs.
 *
 * @param owner the owner's organisation
 * @param day the UTC day, days since 1970
 * @param exchanges what its accounts made that day, as far as they have told
 * @param declared exchanges a day that it declared, 1 to fewer than it made
 */
public record Overrun(String owner, int day, long exchanges, long declared) {
    /** Share (0..1) of the day that the declaration covers. */
    public double covered() {
        return (double) declared / exchanges;
    }
}
