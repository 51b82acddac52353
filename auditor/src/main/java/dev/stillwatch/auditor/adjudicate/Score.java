// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.adjudicate;

import dev.stillwatch.auditor.signal.Evidence;
import dev.stillwatch.auditor.signal.SignalId;
import dev.stillwatch.policies.policy.Policy.Ladder;
import dev.stillwatch.policies.standing.Family;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What all evidence together says of one subject. All amounts are thousandths of a nat of log-likelihood ratio.
 *
 * <p>Within a family, evidence for ordinary use offsets evidence against; a family is held between 0 and its cap, so
 * that cover traffic that looks ordinary in one family never excuses another. Signals that never act alone
 * ({@link #SUPPORTING}) are left out until some family reaches the floor without them. Every figure grows with every
 * piece of evidence and does not depend on the order of the list.
 *
 * @param evidence heaviest first, ties in catalogue order
 * @param families each family with everything in it
 * @param independent each family without the supporting signals
 * @param floor least amount of a family that counts as one
 */
public record Score(List<Evidence> evidence, Map<Family, Long> families, Map<Family, Long> independent, long floor) {

    /** Signals of which every one has many innocent explanations: they support, they never act alone. */
    public static final Set<SignalId> SUPPORTING =
            Collections.unmodifiableSet(EnumSet.of(SignalId.D5, SignalId.D6, SignalId.D7, SignalId.D10));

    private static final Comparator<Evidence> HEAVIEST_FIRST = (one, other) -> one.weightMilli() != other.weightMilli()
            ? Integer.compare(other.weightMilli(), one.weightMilli())
            : one.signal().compareTo(other.signal());

    /** Copies and orders the collections. */
    public Score {
        List<Evidence> sorted = new ArrayList<>(evidence);
        sorted.sort(HEAVIEST_FIRST);
        evidence = List.copyOf(sorted);
        families = Collections.unmodifiableMap(new EnumMap<>(families));
        independent = Collections.unmodifiableMap(new EnumMap<>(independent));
    }

    /** No evidence at all. */
    public static Score none(Ladder ladder) {
        return of(List.of(), ladder, 0);
    }

    /**
     * The score of a subject.
     *
     * @param evidence at most one piece a signal
     * @param ladder caps and floor of the families
     * @param groundTruthMilli what marks, canaries and people's verdicts say, 0 when nothing
     */
    public static Score of(List<Evidence> evidence, Ladder ladder, long groundTruthMilli) {
        Map<Family, Long> all = new EnumMap<>(Family.class);
        Map<Family, Long> alone = new EnumMap<>(Family.class);
        for (Family family : Family.values()) {
            long independent = family == Family.GROUND_TRUTH ? groundTruthMilli : 0;
            long supporting = 0;
            for (Evidence piece : evidence) {
                if (piece.weightMilli() == 0 || piece.signal().family() != family) {
                    continue;
                }
                if (SUPPORTING.contains(piece.signal())) {
                    supporting += Math.max(0, piece.weightMilli());
                } else {
                    independent += piece.weightMilli();
                }
            }
            long cap = ladder.familyCaps().getOrDefault(family, Long.MAX_VALUE);
            alone.put(family, held(independent, cap));
            all.put(family, held(held(independent, cap) + supporting, cap));
        }
        return new Score(evidence, all, alone, ladder.familyFloor());
    }

    /** The sum over the families that may speak. */
    public long totalMilli() {
        return totalMilli(floor);
    }

    /** The families that count as one. */
    public Set<Family> acting() {
        return acting(floor);
    }

    /** The part of a family that may speak. */
    public long milli(Family family) {
        return speaking(floor).getOrDefault(family, 0L);
    }

    long totalMilli(long least) {
        long total = 0;
        for (long milli : speaking(least).values()) {
            total += milli;
        }
        return total;
    }

    Set<Family> acting(long least) {
        Set<Family> acting = EnumSet.noneOf(Family.class);
        Map<Family, Long> speaking = speaking(least);
        for (Family family : Family.values()) {
            if (speaking.getOrDefault(family, 0L) >= least) {
                acting.add(family);
            }
        }
        return Collections.unmodifiableSet(acting);
    }

    /** The strongest family that stands on more than supporting signals; 0 when there is none. */
    long strongestMilli(long least) {
        long strongest = 0;
        Map<Family, Long> speaking = speaking(least);
        for (Family family : Family.values()) {
            if (independent.getOrDefault(family, 0L) >= least) {
                strongest = Math.max(strongest, speaking.getOrDefault(family, 0L));
            }
        }
        return strongest;
    }

    /** Whether the evidence stands in for a third family: a replayed trace signature has no ordinary explanation. */
    boolean decisive(long least) {
        for (Evidence piece : evidence) {
            if (piece.signal() == SignalId.D13 && piece.weightMilli() >= least) {
                return true;
            }
        }
        return false;
    }

    /** The signals that could not run, in catalogue order. */
    public List<Evidence> blind() {
        return evidence.stream()
                .filter(Evidence::isBlind)
                .sorted(Comparator.comparing(Evidence::signal))
                .toList();
    }

    /** The sentences of the evidence that speaks against the subject, heaviest first. */
    public List<String> reasons() {
        return evidence.stream()
                .filter(e -> e.weightMilli() > 0 && !e.sentence().isEmpty())
                .map(Evidence::sentence)
                .toList();
    }

    // Once some family reaches the least without the supporting signals, these speak too.
    private Map<Family, Long> speaking(long least) {
        for (long value : independent.values()) {
            if (value >= least) {
                return families;
            }
        }
        return independent;
    }

    private static long held(long value, long cap) {
        return Math.max(0, Math.min(value, cap));
    }
}
