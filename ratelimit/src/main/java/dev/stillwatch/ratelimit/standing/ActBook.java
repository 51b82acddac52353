// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.standing;

import dev.stillwatch.policies.act.Act;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * People's acts by what they are about: accounts and rings, policies (promotions only, so that an account that is called
 * like a policy lends it nothing), and the whole limiter. Bounded: beyond it, the acts on the subject heard of longest
 * ago are forgotten. Reads are free of locks; {@link #put} is called by one thread at a time.
 */
final class ActBook {
    private final int most;
    private final Map<String, Rulings> onSubjects = new ConcurrentHashMap<>();
    private final Map<String, Rulings> onPolicies = new ConcurrentHashMap<>();
    private final LinkedHashSet<String> subjectOrder = new LinkedHashSet<>();
    private final LinkedHashSet<String> policyOrder = new LinkedHashSet<>();
    private volatile Rulings onLimiter = Rulings.NONE;
    private volatile long changes;

    ActBook(int most) {
        this.most = most;
    }

    /**
     * Keeps the act.
     *
     * @return whether no other subject's acts had to go for it
     */
    boolean put(Rulings.InForce next, long now) {
        boolean kept = keep(next, now);
        changed();
        return kept;
    }

    /**
     * Makes everything that was worked out from acts out of date. After what has changed: whoever works something out
     * between the two is then out of date as well.
     */
    void changed() {
        changes = changes + 1;
    }

    /** How often anything here has changed. What was read after this was asked is out of date once it says otherwise. */
    long changes() {
        return changes;
    }

    private boolean keep(Rulings.InForce next, long now) {
        Act act = next.act();
        if (act.subject().equals(StandingBook.WHOLE_LIMITER)) {
            onLimiter = onLimiter.with(next, now);
            return true;
        }
        return act.kind() == Act.Kind.PROMOTE
                ? put(onPolicies, policyOrder, next, now)
                : put(onSubjects, subjectOrder, next, now);
    }

    Rulings onSubject(String subject) {
        return onSubjects.getOrDefault(subject, Rulings.NONE);
    }

    Rulings onPolicy(String policy) {
        return onPolicies.getOrDefault(policy, Rulings.NONE);
    }

    Rulings onLimiter() {
        return onLimiter;
    }

    private boolean put(Map<String, Rulings> acts, LinkedHashSet<String> order, Rulings.InForce next, long now) {
        String subject = next.act().subject();
        acts.put(subject, acts.getOrDefault(subject, Rulings.NONE).with(next, now));
        order.remove(subject);
        order.add(subject);
        if (order.size() <= most) {
            return true;
        }
        Iterator<String> oldest = order.iterator();
        acts.remove(oldest.next());
        oldest.remove();
        return false;
    }
}
