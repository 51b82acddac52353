// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.ring;

import dev.stillwatch.auditor.signal.Evidence;
import dev.stillwatch.auditor.signal.SignalId;
import dev.stillwatch.policies.exchange.FieldSet;
import dev.stillwatch.policies.policy.Policy;
import dev.stillwatch.policies.policy.Policy.SignalSettings;
import dev.stillwatch.policies.ring.ArtefactKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleBiFunction;
import java.util.function.UnaryOperator;

/**
 * What a ring's links alone say, in two families. Both weigh the logarithm of how many members there are above what is
 * ordinary, so that a few colleagues on one card stay below every limit: D2, shared-template fan-out, by how much of the
 * members' traffic has the template; D8, the identity graph, by what they share besides. That the ring exists at all is
 * no chance (see {@link Coincidence}), so only size and share weigh here. A ring that only a subject ties has no
 * identity graph, its template weighs half and is held at {@code alone}: below every limit, until what its members did adds
 * to it.
 *
 * <p>Accounts that one party answers for, a declared owner or an organisation, count as one: what they share with each other
 * accuses nobody, also where others share it. Of accounts whose declared owner is over its volume, the declared part of its
 * day is its baseline: of 40 accounts of an owner that made twice what it declared, 20 count. So a day just over the
 * allowance weighs nothing.
 *
 * <p>Hazard: a company that has not declared its accounts and pays for many of them with one card looks the same; it is
 * named as an owner in the policy, and then never becomes a ring. Customers who run one public benchmark each night ask one
 * subject with one template; with what such runs look like (D11) thirteen of them came to throttle when content alone weighed
 * whole (docs/decisions/0014). Blind: campaigns without any card, sign-up minute or
 * template in common. Pure.
 */
public final class RingSignals {
    /** By what the template's weight is divided where nothing but content ties: 37 members then make what 11 would. */
    private static final double CONTENT_ALONE = 2;

    private RingSignals() {}

    /**
     * The evidence of the links, for the signals that the policy has on.
     *
     * @param ring the ring
     * @param share share of an account's exchanges (0..1) that used an artefact
     * @param overruns how far the owner that declared an account is over its volume; empty when it is not
     * @param parties who answers for an account: itself when its owner is over its volume
     */
    public static List<Evidence> weigh(
            Ring ring,
            Policy policy,
            ToDoubleBiFunction<String, Artefact> share,
            Function<String, Optional<Overrun>> overruns,
            UnaryOperator<String> parties) {
        List<Evidence> evidence = new ArrayList<>();
        DeclaredPart declared = DeclaredPart.of(ring, overruns, parties);
        policy.signal(SignalId.D2.name()).ifPresent(settings -> evidence.add(fanOut(ring, settings, share, declared)));
        policy.signal(SignalId.D8.name()).ifPresent(settings -> evidence.add(identities(ring, settings, declared)));
        return evidence;
    }

    private static Evidence fanOut(
            Ring ring, SignalSettings settings, ToDoubleBiFunction<String, Artefact> share, DeclaredPart declared) {
        double best = 0;
        long bestUsers = 0;
        ArtefactKind bestKind = ring.founding().hub().kind();
        for (Tie tie : ring.ties()) {
            double sum = 0;
            long users = 0;
            for (String member : ring.members()) {
                double used = share.applyAsDouble(member, tie.hub());
                sum += used;
                users += used > 0 ? 1 : 0;
            }
            if (sum > best) {
                best = sum;
                bestUsers = users;
                bestKind = tie.hub().kind();
            }
        }
        double mean = bestUsers == 0 ? 0 : best / bestUsers;
        double nats = excess(bestUsers * declared.beyond(), settings) * Math.min(1, mean / settings.value("fullShare"));
        return evidence(
                SignalId.D2,
                settings,
                ring.families().contains(EdgeFamily.IDENTITY)
                        ? nats
                        : Math.min(nats / CONTENT_ALONE, settings.value("alone")),
                bestUsers,
                "%d accounts ask with %s, in %.0f %% of what they ask that day.",
                bestUsers,
                words(bestKind),
                100 * mean);
    }

    private static Evidence identities(Ring ring, SignalSettings settings, DeclaredPart declared) {
        if (!ring.families().contains(EdgeFamily.IDENTITY)) {
            return Evidence.nothing(SignalId.D8);
        }
        long repeats = 0;
        double expected = 0;
        ArtefactKind kind = ring.founding().hub().kind();
        for (Tie tie : ring.ties()) {
            if (tie.coincidence().repeats() > repeats) {
                repeats = tie.coincidence().repeats();
                expected = tie.coincidence().expected();
                kind = tie.hub().kind();
            }
        }
        return evidence(
                SignalId.D8,
                settings,
                excess(ring.members().size() * declared.beyond(), settings),
                ring.members().size(),
                "%d accounts %s hang together by who pays or when they signed up: %d links among those with %s,"
                        + " by chance %.1f.",
                ring.members().size(),
                declared.words(),
                repeats,
                words(kind),
                expected);
    }

    private static String words(ArtefactKind hub) {
        return switch (hub) {
            case SYSTEM -> "one system text";
            case OPENING -> "one opening of prompts";
            case CLOSING -> "one end of prompts";
            case TRACE_SIGNATURE -> "one trace signature";
            default -> "one template";
        };
    }

    private static double excess(double members, SignalSettings settings) {
        double ordinary = settings.value("ordinaryMembers");
        return members <= ordinary ? 0 : settings.value("slope") * StrictMath.log(members / ordinary);
    }

    private static Evidence evidence(
            SignalId signal, SignalSettings settings, double nats, double value, String sentence, Object... numbers) {
        int weight = (int) Math.min(settings.capMilli(), Math.round(1000 * nats));
        return weight <= 0
                ? Evidence.nothing(signal)
                : new Evidence(
                        signal,
                        weight,
                        value,
                        settings.value("ordinaryMembers"),
                        String.format(Locale.ROOT, sentence, numbers),
                        FieldSet.NONE);
    }
}
