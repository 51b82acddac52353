// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.ring;

import dev.stillwatch.auditor.signal.Evidence;
import dev.stillwatch.auditor.signal.SignalId;
import dev.stillwatch.policies.exchange.FieldSet;
import dev.stillwatch.policies.policy.Policy.SignalSettings;
import java.util.Locale;

/**
 * What the times of a ring's accounts say: D5, temporal synchrony, and the part of D10 that looks for a swapped pool.
 * Both support and never act alone: jitter costs an attacker little, and scheduled jobs start on the hour.
 *
 * <p>Hazards: a fleet's jobs that start at the same minute; staff that change over. Blind: accounts that keep hours of
 * their own, and a pool that is swapped after more than a day. Pure.
 */
public final class RingTimes {
    /** Of a ring that swaps its pool half of the members came for the other half; of a crowd a few always come and go. */
    private static final double FULL_SHARE = 0.5;

    private static final double LEAST_SHARE = 0.1;

    private RingTimes() {}

    /** D5: weight grows with the hours of the day in which the members kept time with each other. */
    public static Evidence synchrony(Synchrony seen, SignalSettings settings) {
        boolean atOnce = seen.together() >= seen.inTurns();
        int hours = Math.max(seen.together(), seen.inTurns());
        if (hours < settings.value("leastHours")) {
            return Evidence.nothing(SignalId.D5);
        }
        return evidence(
                SignalId.D5,
                settings,
                settings.value("synchrony") * Math.min(1, hours / settings.value("fullHours")),
                hours,
                settings.value("leastHours"),
                "In %d hours of the day its accounts were active %s far more than their own rates explain (up to %.0f"
                        + " standard deviations).",
                hours,
                atOnce ? "in the same five minutes" : "in turns",
                Math.abs(seen.strongest()));
    }

    /**
     * D10: weight grows with the accounts that came in the place of others.
     *
     * @param pairs accounts that came for one that went ({@link PoolSwap})
     * @param members of the ring, those that came and those that went too
     */
    public static Evidence swapped(int pairs, int members, SignalSettings settings) {
        double least = Math.max(settings.value("leastSwapped"), members * LEAST_SHARE);
        double full = Math.max(settings.value("fullSwapped"), members * FULL_SHARE);
        if (pairs < least) {
            return Evidence.nothing(SignalId.D10);
        }
        return evidence(
                SignalId.D10,
                settings,
                settings.value("pivot") * Math.min(1, pairs / full),
                pairs,
                least,
                "%d of its accounts came within a day after as many others had gone silent.",
                pairs);
    }

    private static Evidence evidence(
            SignalId signal,
            SignalSettings settings,
            double nats,
            double value,
            double baseline,
            String sentence,
            Object... numbers) {
        int weight = (int) Math.min(settings.capMilli(), Math.round(1000 * nats));
        return new Evidence(
                signal, weight, value, baseline, String.format(Locale.ROOT, sentence, numbers), FieldSet.NONE);
    }
}
