// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.adjudicate;

import dev.stillwatch.policies.act.Act;
import dev.stillwatch.policies.policy.Policy;
import dev.stillwatch.policies.standing.Family;
import dev.stillwatch.policies.standing.Standing;
import dev.stillwatch.policies.standing.Tier;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What people's acts mean for one subject at one instant. Acts later than the instant and acts that have ended say
 * nothing, so that a judgement depends on event time alone.
 *
 * @param acts acts in force, oldest first
 */
public record Rulings(List<Act> acts) {
    /** Copies the list. */
    public Rulings {
        acts = List.copyOf(acts);
    }

    /** The acts in force at an instant, whatever their order. */
    public static Rulings at(long time, List<Act> acts) {
        return new Rulings(acts.stream()
                .filter(act -> act.time() <= time && (act.until() == 0 || time < act.until()))
                .sorted(Comparator.comparingLong(Act::time).thenComparing(Act::id))
                .toList());
    }

    /** Whether a person asked for silence on the subject. */
    public boolean suppressed() {
        return last(Act.Kind.SUPPRESS).isPresent();
    }

    /** The time of the last act that lifts what was seen: an undo or a verdict of benign; 0 when there is none. */
    public long liftedAt() {
        return acts.stream()
                .filter(act -> act.kind() == Act.Kind.UNDO
                        || (act.kind() == Act.Kind.VERDICT && act.verdict() == Act.Verdict.BENIGN))
                .mapToLong(Act::time)
                .max()
                .orElse(0);
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
        return acts.stream()
                .anyMatch(act -> act.kind() == Act.Kind.APPROVE
                        && act.tier() == Tier.SUSPEND
                        && fromVersion <= act.standingVersion()
                        && act.standingVersion() <= toVersion);
    }

    /** Shadow, unless the policy enforces or a person promoted the tier under this policy. */
    public Standing.Mode mode(Policy policy, Tier tier) {
        boolean promoted = acts.stream()
                .anyMatch(act -> act.kind() == Act.Kind.PROMOTE
                        && (act.subject().equals(policy.name()) || act.subject().equals(policy.id()))
                        && act.tier().atLeast(tier));
        return promoted ? Standing.Mode.ENFORCE : policy.mode();
    }

    private Optional<Act> last(Act.Kind kind) {
        return acts.stream().filter(act -> act.kind() == kind).reduce((first, second) -> second);
    }
}
