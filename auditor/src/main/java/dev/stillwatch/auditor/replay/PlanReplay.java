// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.replay;

import dev.stillwatch.policies.standing.Standing;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.PriorityQueue;

/**
 * What a gateway would have done to accounts' exchanges under their standings, in event time: pure. A standing is taken
 * to act from the end of its bucket plus the lateness allowance. Its plan grants a number of exchanges an hour of the
 * clock; from restrict on, it also alters exchanges that ask for what it strips or caps.
 *
 * <p>The members of a ring also draw on one budget, the plan of the ring's own standing: an exchange counts against it
 * while the member's standing in force limits and names it. What is refused draws on nothing; what is altered is still
 * answered, and draws.
 */
final class PlanReplay {
    private final Map<String, List<Standing>> standings;
    private final long allowance;
    private final Map<String, InForce> budgets = new HashMap<>();
    private final Map<String, Integer> first = new HashMap<>();
    private final Map<String, Long> ofRing = new HashMap<>();

    private PlanReplay(Map<String, List<Standing>> standings, long allowance) {
        this.standings = standings;
        this.allowance = allowance;
    }

    /**
     * Replays the accounts together.
     *
     * @param standings of accounts and rings, by subject
     * @param asked each account's exchanges in the order of {@link Asked#ORDER}
     * @param allowance in milliseconds
     */
    static Actions of(Map<String, List<Standing>> standings, Map<String, List<Asked>> asked, long allowance) {
        return new PlanReplay(standings, allowance).run(asked);
    }

    /**
     * Who was acted on.
     *
     * @param first index of an account's first exchange that would have been refused or altered
     * @param ofRing time of the first such exchange of a ring's members, each while its standing named the ring
     */
    record Actions(Map<String, Integer> first, Map<String, Long> ofRing) {
        OptionalInt of(String account) {
            Integer index = first.get(account);
            return index == null ? OptionalInt.empty() : OptionalInt.of(index);
        }
    }

    private Actions run(Map<String, List<Asked>> asked) {
        PriorityQueue<Caller> queue = new PriorityQueue<>(Caller.ORDER);
        asked.forEach((account, all) -> {
            if (!all.isEmpty()) {
                queue.add(new Caller(account, all, inForce(account)));
            }
        });
        for (Caller caller = queue.poll(); caller != null; caller = queue.poll()) {
            judge(caller);
            if (++caller.at < caller.asked.size()) {
                queue.add(caller);
            }
        }
        return new Actions(Map.copyOf(first), Map.copyOf(ofRing));
    }

    private void judge(Caller caller) {
        Asked one = caller.asked.get(caller.at);
        Standing standing = caller.own.limiting(one.time());
        if (standing == null) {
            return;
        }
        boolean refused = caller.own.exhausted(one);
        boolean altered = caller.own.alters(one);
        InForce budget = null;
        if (!standing.budget().isEmpty()) {
            budget = budgets.computeIfAbsent(standing.budget(), this::inForce);
            refused |= budget.exhausted(one);
            altered |= budget.alters(one);
        }
        if (refused || altered) {
            first.putIfAbsent(caller.account, caller.at);
            if (!standing.ring().isEmpty()) {
                ofRing.putIfAbsent(standing.ring(), one.time());
            }
        }
        if (!refused) {
            caller.own.grant();
            if (budget != null) {
                budget.grant();
            }
        }
    }

    private InForce inForce(String subject) {
        return new InForce(standings.getOrDefault(subject, List.of()), allowance);
    }

    /** An account's place in its exchanges. */
    private static final class Caller {
        static final Comparator<Caller> ORDER = Comparator.comparing(
                        (Caller caller) -> caller.asked.get(caller.at), Asked.ORDER)
                .thenComparing(caller -> caller.account);

        final String account;
        final List<Asked> asked;
        final InForce own;
        int at;

        Caller(String account, List<Asked> asked, InForce own) {
            this.account = account;
            this.asked = asked;
            this.own = own;
        }
    }
}
