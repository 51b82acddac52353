// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.ring;

import dev.stillwatch.auditor.signal.Evidence;
import dev.stillwatch.auditor.signal.SignalId;
import dev.stillwatch.policies.exchange.FieldSet;
import dev.stillwatch.policies.policy.Policy.SignalSettings;
import java.util.Locale;

/**
 * D3 on a ring: its accounts' prompts shifted the same way on one day ({@link CommonShift}). A day of which a tenth is
 * harvesting moves each account less than its ordinary days do; what moves all of them alike stands out in the sum. From
 * six standard deviations on, as in D5, and whole at twelve; at most the cap of D3, one nat, never alone.
 *
 * <p>Hazard: accounts of one product whose prompts change with a release. Blind: accounts without days before, accounts
 * that harvest from their first day on, and fewer than nine of them. Pure.
 */
public final class RingDrift {
    /** Prompts of the day, over all accounts, from which a shift says something. */
    static final long LEAST_PROMPTS = 500;

    static final double LEAST_DEVIATIONS = 6;
    static final double FULL_DEVIATIONS = 12;

    private RingDrift() {}

    /** The evidence. */
    public static Evidence weigh(CommonShift shift, SignalSettings settings) {
        if (shift.prompts() < LEAST_PROMPTS || shift.deviations() < LEAST_DEVIATIONS) {
            return Evidence.nothing(SignalId.D3);
        }
        double part = Math.min(1, shift.deviations() / FULL_DEVIATIONS);
        return new Evidence(
                SignalId.D3,
                (int) Math.round(settings.capMilli() * part),
                shift.deviations(),
                LEAST_DEVIATIONS,
                String.format(
                        Locale.ROOT,
                        "Today's %d prompts of %d accounts moved the same way from their own pasts (%.4f, %.0f standard"
                                + " deviations more than accounts that move each their own way).",
                        shift.prompts(),
                        shift.accounts(),
                        shift.distance(),
                        shift.deviations()),
                FieldSet.NONE);
    }
}
