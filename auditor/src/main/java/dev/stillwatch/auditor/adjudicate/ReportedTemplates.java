// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.adjudicate;

import dev.stillwatch.auditor.ring.Artefact;
import dev.stillwatch.auditor.ring.EdgeFamily;
import dev.stillwatch.auditor.ring.Tie;
import dev.stillwatch.auditor.signal.Evidence;
import dev.stillwatch.auditor.signal.SignalId;
import dev.stillwatch.policies.exchange.FieldSet;
import dev.stillwatch.policies.policy.Indicator;
import dev.stillwatch.policies.policy.Policy;
import dev.stillwatch.policies.ring.ArtefactKind;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * D18: what other parties reported of a ring's templates. The greatest weight among the live indicators counts, once:
 * parties that tell each other the same are no second witness. Never more than {@link Indicator#MOST_MILLI} and always
 * below {@code throttle}, so that nobody is limited on another party's word alone; where only a subject ties the ring,
 * together with its template below {@code throttle}.
 *
 * <p>Hazard: a party that reports what everybody asks with; who imports states the weight, and what is ordinary makes no
 * ring. Blind: without a sharing group, and where another version cut the template differently. Pure.
 */
final class ReportedTemplates {
    /** Of equal weights the one that holds longer, then the lesser name: some rule that does not depend on the order. */
    private static final Comparator<Indicator> GREATEST = Comparator.comparingInt(Indicator::weightMilli)
            .thenComparingLong(Indicator::until)
            .thenComparing(Indicator::from, Comparator.reverseOrder());

    private ReportedTemplates() {}

    /** The evidence; empty when the policy has the signal off or knows no indicator. */
    static Optional<Evidence> weigh(RingQuestion question) {
        Policy policy = question.policy();
        List<Indicator> indicators = policy.indicators();
        return indicators.isEmpty()
                ? Optional.empty()
                : policy.signal(SignalId.D18.name())
                        .map(settings -> reported(question)
                                .map(found -> evidence(found, Math.min(settings.capMilli(), mostMilli(question))))
                                .orElse(Evidence.nothing(SignalId.D18)));
    }

    private static Optional<Indicator> reported(RingQuestion question) {
        List<Long> hashes = question.ring().ties().stream()
                .map(Tie::hub)
                .filter(ReportedTemplates::isTemplate)
                .distinct()
                .map(question.shared()::applyAsLong)
                .filter(hash -> hash != 0)
                .toList();
        return question.policy().indicators().stream()
                .filter(indicator -> question.asOf() < indicator.until() && hashes.contains(indicator.template()))
                .max(GREATEST);
    }

    private static boolean isTemplate(Artefact hub) {
        return hub.kind() == ArtefactKind.SKELETON;
    }

    /** A ring without an identity graph is limited only when what its members did adds to what ties them. */
    private static long mostMilli(RingQuestion question) {
        Policy policy = question.policy();
        double links = question.ring().families().contains(EdgeFamily.IDENTITY)
                ? 0
                : policy.signal(SignalId.D2.name())
                        .map(fanOut -> fanOut.value("alone"))
                        .orElse(0.0);
        return Math.min(Indicator.MOST_MILLI, policy.ladder().throttle() - 1 - Math.round(1000 * links));
    }

    private static Evidence evidence(Indicator found, long most) {
        long weight = Math.max(0, Math.min(most, found.weightMilli()));
        return new Evidence(
                SignalId.D18,
                (int) weight,
                weight / 1000.0,
                0,
                String.format(
                        Locale.ROOT,
                        "They ask with a template that %s reported; it counts %.3f nats here until %s.",
                        found.from(),
                        weight / 1000.0,
                        Instant.ofEpochMilli(found.until())),
                FieldSet.NONE);
    }
}
