// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.standing;

import dev.stillwatch.policies.policy.Policy;
import dev.stillwatch.policies.standing.LimitPlan;
import dev.stillwatch.policies.standing.Standing;
import dev.stillwatch.policies.standing.Tier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A standing as it was received, and what it came to when it was asked for last. */
final class Held {
    /** What is known to hold of a subject that is to be restricted and whose own numbers were never seen. */
    private static final LimitPlan UNSIZED = new LimitPlan(-1, -1, -1, -1, true, true);

    private final Standing standing;
    private final String policyName;
    private final long received;
    private final long tierVersion;
    private final LimitPlan sized;
    private final AtomicBoolean told = new AtomicBoolean();
    private volatile @Nullable Kept kept;

    private Held(Standing standing, long received, long tierVersion, LimitPlan sized) {
        this.standing = standing;
        this.policyName = Policy.nameOf(standing.policy());
        this.received = received;
        this.tierVersion = tierVersion;
        this.sized = sized;
    }

    /** The first of its subject. */
    static Held first(Standing standing, long received) {
        return new Held(standing, received, 0, sized(standing, UNSIZED));
    }

    /** The next of the same subject. */
    Held followedBy(Standing next, long now) {
        boolean same = next.tier() == standing.tier() && next.since() == standing.since();
        return new Held(
                next,
                now,
                // A judge that lost its memory counts anew, from a lower one.
                same ? Math.min(tierVersion, next.version()) : next.version(),
                sized(next, sized));
    }

    /** What was said. */
    Standing standing() {
        return standing;
    }

    /** Its policy without the version. */
    String policyName() {
        return policyName;
    }

    /** Least version known to have this tier without a break; 0 when the one before was never seen. */
    long tierVersion() {
        return tierVersion;
    }

    /** The latest plan of the subject that was not a block: what is left to enforce without an approval. */
    LimitPlan sized() {
        return sized;
    }

    /** Whether the end of its validity was told. */
    AtomicBoolean told() {
        return told;
    }

    /** What it came to, null when that was not asked yet. */
    @Nullable
    Kept kept() {
        return kept;
    }

    /** Keeps what it comes to, for whoever asks next. Two threads may do so at once: each of theirs is right for its time. */
    void keep(Kept next) {
        kept = next;
    }

    boolean expired(long now) {
        return now - received >= TimeUnit.MILLISECONDS.toNanos(standing.validMillis());
    }

    /**
     * In which order subjects go when there is no room: first whose standing limits nothing, last whose standing says
     * that it is enforced. Acts do not count: the judge says in the next standing what a promotion made of it.
     */
    int rank() {
        if (!standing.tier().atLeast(Tier.THROTTLE)) {
            return 0;
        }
        return standing.mode() == Standing.Mode.SHADOW ? 1 : 2;
    }

    private static LimitPlan sized(Standing standing, LimitPlan before) {
        LimitPlan plan = standing.plan();
        if (plan.exchangesPerHour() != 0) {
            return plan;
        }
        // Only a person takes everything: whatever a policy's shares come to, the rungs below leave one an hour.
        LimitPlan left = standing.tier() == Tier.SUSPEND
                ? before
                : new LimitPlan(1, plan.outputTokensPerHour(), plan.maxTokens(), plan.choices(), false, false);
        return new LimitPlan(
                left.exchangesPerHour(),
                left.outputTokensPerHour(),
                left.maxTokens(),
                left.choices(),
                plan.stripLogprobs(),
                plan.stripReasoning());
    }
}
