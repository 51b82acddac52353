// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.standing;

import dev.stillwatch.policies.act.Act;
import dev.stillwatch.policies.standing.Standing;
import dev.stillwatch.policies.standing.Tier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What people's acts on one subject, or on one policy, mean. The same acts mean the same in whatever order they came.
 *
 * @param acts the latest ones, oldest first, at most {@link Act#MOST}
 */
record Rulings(List<InForce> acts) {
    static final Rulings NONE = new Rulings(List.of());

    private static final Comparator<InForce> ORDER = Comparator.comparing(InForce::act, Act.ORDER);

    Rulings {
        acts = List.copyOf(acts);
    }

    /**
     * An act and its end.
     *
     * @param act what was decided
     * @param ends when it ends by the clock that never steps; read only where the act has an end
     */
    record InForce(Act act, long ends) {
        boolean holds(long now) {
            return act.until() == 0 || ends - now > 0;
        }
    }

    /** Nanoseconds until the first of those that hold ends; all there are when none of them ends. */
    long lasts(long now) {
        long least = Long.MAX_VALUE;
        for (InForce one : acts) {
            if (one.act().until() != 0 && one.holds(now)) {
                least = Math.min(least, one.ends() - now);
            }
        }
        return least;
    }

    /** With one more; the same act twice is one. */
    Rulings with(InForce next, long now) {
        List<InForce> all = new ArrayList<>();
        for (InForce one : acts) {
            if (one.holds(now) && !one.act().id().equals(next.act().id())) {
                all.add(one);
            }
        }
        all.add(next);
        all.sort(ORDER);
        return new Rulings(all.subList(Math.max(0, all.size() - Act.MOST), all.size()));
    }

    /** Whether what was judged by then is taken back: a person undid it, or found it benign, after it was judged. */
    boolean lifts(long asOf, long now) {
        for (InForce one : acts) {
            if (one.act().lifts() && one.act().time() > asOf && one.holds(now)) {
                return true;
            }
        }
        return false;
    }

    boolean suppresses(long now) {
        for (InForce one : acts) {
            if (one.act().kind() == Act.Kind.SUPPRESS && one.holds(now)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether a person approved this suspension: a version of it, and not before it began. A judge that has taken everything
     * has compared the version by its own count, which alerts name, and which is behind what is published of an account in a
     * ring.
     */
    boolean approves(Held held, long now) {
        Standing standing = held.standing();
        long from = standing.plan().equals(Applied.BLOCK) ? 0 : held.tierVersion();
        for (InForce one : acts) {
            Act act = one.act();
            if (act.approves(from, standing.version()) && act.time() >= standing.since() && one.holds(now)) {
                return true;
            }
        }
        return false;
    }

    /** Up to which tier shadow mode was left, by the latest act that still holds; clear when nobody promoted. */
    Tier promoted(long now) {
        Tier latest = Tier.CLEAR;
        for (InForce one : acts) {
            if (one.act().kind() == Act.Kind.PROMOTE && one.holds(now)) {
                latest = one.act().tier();
            }
        }
        return latest;
    }

    /** Whether everything was stopped and not promoted again since, by an act that still holds. */
    boolean stops(long now) {
        long released = Long.MIN_VALUE;
        for (InForce one : acts) {
            if (one.act().kind() == Act.Kind.PROMOTE && one.holds(now)) {
                released = Math.max(released, one.act().time());
            }
        }
        for (InForce one : acts) {
            Act.Kind kind = one.act().kind();
            boolean stopping = kind == Act.Kind.UNDO || kind == Act.Kind.SUPPRESS;
            if (stopping && one.act().time() >= released && one.holds(now)) {
                return true;
            }
        }
        return false;
    }
}
