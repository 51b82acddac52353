// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.signal;

import dev.stillwatch.policies.exchange.FieldSet;

/**
 * What one signal says of one subject at one closed bucket.
 *
 * @param signal which signal
 * @param weightMilli log-likelihood ratio of harvesting against ordinary use, in thousandths of a nat; negative speaks
 *     for ordinary use; already capped by the signal's own cap
 * @param value the statistic, in the unit that the sentence names
 * @param baseline what the statistic is for ordinary use
 * @param sentence one plain sentence for an analyst, with the numbers in it; empty when there is nothing to say
 * @param missing the needed fields that the log lacked: not empty means that the signal was blind and weighs 0
 */
public record Evidence(
        SignalId signal, int weightMilli, double value, double baseline, String sentence, FieldSet missing) {

    /** The signal ran and found nothing either way. */
    public static Evidence nothing(SignalId signal) {
        return new Evidence(signal, 0, 0, 0, "", FieldSet.NONE);
    }

    /** The signal could not run. */
    public static Evidence blind(SignalId signal, FieldSet missing) {
        return new Evidence(signal, 0, 0, 0, "", missing);
    }

    /** Whether the signal could not run. */
    public boolean isBlind() {
        return !missing.equals(FieldSet.NONE);
    }
}
