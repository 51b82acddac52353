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
 * whole (docs/decisions/0014). Where nothing but content ties, a template counts less the more the members ask the same
 * prompts ({@link SamePrompts}). Blind: campaigns without any card, sign-up minute or template in common, and those tied
 * by content alone whose accounts each ask most of the same prompts. Pure.
 */
public final class RingSignals {
    /** By what the template's weight is divided where nothing but content ties: 37 members then make what 11 would. */
    private static final double CONTENT_ALONE = 2;

    /** Accounts that draw from one corpus ask so much of the same by chance. */
    private static final double SHARED_OUT = 0.1;
    /** From here on they go through one list, each by itself. */
    private static final double ALL_SAME = 0.5;

    private RingSignals() {}

    /**
     * The evidence of the links, for the signals that the policy has on.
     *
     * @param ring the ring
     * @param share share of an account's exchanges (0..1) that used an artefact
     * @param same how much the members ask the same prompts, 0 to 1 ({@link SamePrompts})
     * @param overruns how far the owner that declared an account is over its volume; empty when it is not
     * @param parties who answers for an account: itself when its owner is over its volume
     */
    public static List<Evidence> weigh(
            Ring ring,
            Policy policy,
            ToDoubleBiFunction<String, Artefact> share,
            double same,
            Function<String, Optional<Overrun>> overruns,
            UnaryOperator<String> parties) {
        List<Evidence> evidence = new ArrayList<>();
        DeclaredPart declared = DeclaredPart.of(ring, overruns, parties);
        policy.signal(SignalId.D2.name())
                .ifPresent(settings -> evidence.add(fanOut(ring, settings, share, same, declared)));
        policy.signal(SignalId.D8.name()).ifPresent(settings -> evidence.add(identities(ring, settings, declared)));
        return evidence;
    }

    private static Evidence fanOut(
            Ring ring,
            SignalSettings settings,
            ToDoubleBiFunction<String, Artefact> share,
            double same,
            DeclaredPart declared) {
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
        boolean alone = !ring.families().contains(EdgeFamily.IDENTITY);
        return evidence(
                SignalId.D2,
                settings,
                alone ? Math.min(nats / CONTENT_ALONE, settings.value("alone")) * sharedOut(same) : nats,
                bestUsers,
                "%d accounts ask with %s, in %.0f %% of what they ask that day.%s",
                bestUsers,
                words(bestKind),
                100 * mean,
                alone && same > SHARED_OUT
                        ? String.format(
                                Locale.ROOT,
                                " Many ask the same prompts, as with a public test set: each one %.0f %% of the others.",
                                100 * same)
                        : "");
    }

    /** What is left, 1 to 0, of the weight of a template under which the same is asked by many. */
    private static double sharedOut(double same) {
        return Math.min(1, Math.max(0, (ALL_SAME - same) / (ALL_SAME - SHARED_OUT)));
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
