// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.signal;

import dev.stillwatch.auditor.profile.Behaviour;
import dev.stillwatch.auditor.profile.Tally;
import dev.stillwatch.policies.exchange.Exchange;
import dev.stillwatch.policies.exchange.FieldSet;
import dev.stillwatch.policies.policy.Policy.SignalSettings;

/**
 * One way to tell harvesting from use. A signal has two pure halves: it counts exchanges into a tally, in any order and
 * any grouping, and it weighs what has been counted. Signals hold no state of their own; what they count is bounded by
 * the tally's measures and samples, and adds over accounts, so that the same signal runs on a ring. A signal whose
 * count does not simply add says in its Javadoc how {@link Tally#combine} treats it.
 */
public interface Signal {
    /** Which signal this is. */
    SignalId id();

    /** The fields without which it is blind. */
    FieldSet needs();

    /** Counts one exchange. Must commute: any order of exchanges gives an equal tally. */
    void count(Exchange exchange, Tally.Builder tally);

    /** Weighs the behaviour; pure. Called only when the needed fields have been seen. */
    Evidence weigh(Behaviour behaviour, SignalSettings settings);
}
