// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.profile;

import java.util.Arrays;

/**
 * What happens to an account's state where the deployment's key changes. A day holds hashes of one key only, so all that
 * would mix two of them are the samples that outlive their day: one value would count twice, once under each key.
 */
final class KeyChange {
    private KeyChange() {}

    /**
     * Whether the key changed after a day and not after a later one.
     *
     * @param keyStart first instant of the current key, see {@link Settling#keyStart}
     */
    static boolean lies(int day, int laterDay, long keyStart) {
        return day * DayCell.MILLIS < keyStart && keyStart <= laterDay * DayCell.MILLIS;
    }

    /** The counts without the keyed hashes; prompt sketches know their key themselves. */
    static Tally forget(Tally tally) {
        DistinctSample[] none = new DistinctSample[tally.samples().length];
        Arrays.fill(none, DistinctSample.EMPTY);
        return new Tally(tally.slots(), none, TraceSample.EMPTY, tally.fields());
    }
}
