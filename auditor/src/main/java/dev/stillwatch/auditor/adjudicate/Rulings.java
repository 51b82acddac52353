// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.adjudicate;

import dev.stillwatch.policies.act.Act;
import dev.stillwatch.policies.policy.Policy;
import dev.stillwatch.policies.standing.Family;
import dev.stillwatch.policies.standing.Standing;
import dev.stillwatch.policies.standing.Tier;
import java.util.List;
import java.util.Optional;

/**
 * What people's acts mean for one subject at one instant. Acts later than the instant and acts that have ended say
 * nothing, so that a judgement depends on event time alone.
 *
 * @param acts acts in force, oldest first
 */
public record Rulings(List<Act> acts) {
    private static final Rulings NONE = new Rulings(List.of());

    /** Copies the list. */
    public Rulings {
        acts = List.copyOf(acts);
    }

    /** The acts in force at an instant, whatever their order. */
    public static Rulings at(long time, List<Act> acts) {
        if (acts.isEmpty()) {
            return NONE;
        }
        return new Rulings(acts.stream()
                .filter(act -> act.time() <= time && (act.until() == 0 || time < act.until()))
                .sorted(Act.ORDER)
                .toList());
    }

    /** Whether a person asked for silence on the subject. */
    public boolean suppressed() {
        return last(Act.Kind.SUPPRESS).isPresent();
    }

    /** The time of the last act that lifts what was seen: an undo or a verdict of benign; 0 when there is none. */
    public long liftedAt() {
        long lifted = Long.MIN_VALUE;
        for (Act act : acts) {
            if (act.lifts()) {
                lifted = Math.max(lifted, act.time());
            }
        }
        return lifted == Long.MIN_VALUE ? 0 : lifted;
    }

    /** Ground truth by a person's last verdict: the family's cap for distillation, else 0. */
    public long groundTruthMilli(Policy.Ladder ladder) {
        boolean distillation = last(Act.Kind.VERDICT)
                .filter(act -> act.verdict() == Act.Verdict.DISTILLATION)
                .isPresent();
        return distillation ? ladder.familyCaps().getOrDefault(Family.GROUND_TRUTH, ladder.suspend()) : 0;
    }

    /** Whether a person approved the suspension that began with one of the given versions. */
    public boolean approves(long fromVersion, long toVersion) {
        return acts.stream().anyMatch(act -> act.approves(fromVersion, toVersion));
    }

    /**
     * The policy's own, unless a person promoted the tier: the latest promotion of the policy by its name, or of this version
     * of it, reaches the tier.
     */
    public Standing.Mode mode(Policy policy, Tier tier) {
        return promotes(policy.name(), tier) || promotes(policy.id(), tier) ? Standing.Mode.ENFORCE : policy.mode();
    }

    private boolean promotes(String subject, Tier tier) {
        boolean latest = false;
        for (Act act : acts) {
            if (act.kind() == Act.Kind.PROMOTE && act.subject().equals(subject)) {
                latest = act.tier().atLeast(tier);
            }
        }
        return latest;
    }

    private Optional<Act> last(Act.Kind kind) {
        for (int i = acts.size() - 1; i >= 0; i--) {
            if (acts.get(i).kind() == kind) {
                return Optional.of(acts.get(i));
            }
        }
        return Optional.empty();
    }
}
