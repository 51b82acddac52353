// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.adjudicate;

import dev.stillwatch.auditor.ring.Artefact;
import dev.stillwatch.auditor.ring.Overrun;
import dev.stillwatch.auditor.ring.Ring;
import dev.stillwatch.policies.act.Act;
import dev.stillwatch.policies.policy.Policy;
import dev.stillwatch.policies.ring.Membership;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleBiFunction;
import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;

/**
 * The question about one ring at the end of one epoch.
 *
 * @param id its name
 * @param ring who is in it and why
 * @param predecessors names of the rings that it took in with this epoch
 * @param asOf end of the epoch, event time
 * @param before what is remembered of it
 * @param contributions what an account contributed last; empty when it gave nothing
 * @param overruns how far the owner that declared an account is over its volume; empty when it is not
 * @param parties who answers for an account
 * @param memberships what an account inherits as last said; empty when nothing
 * @param shares share of an account's exchanges (0..1) that used an artefact
 * @param firstSeen event time at which an account was first seen with anything that is live, milliseconds since 1970
 * @param shared an artefact's hash for the sharing group, as the links of the ring's accounts say it; 0 when there is none
 * @param acts what people decided about the ring, and promotions of the policy; any order
 * @param policy the policy valid at that time
 * @param named the policy of an id, also one that is valid no more; empty when it is unknown
 */
public record RingQuestion(
        String id,
        Ring ring,
        List<String> predecessors,
        long asOf,
        RingMemory before,
        Function<String, Optional<Contributed>> contributions,
        Function<String, Optional<Overrun>> overruns,
        UnaryOperator<String> parties,
        Function<String, Optional<Membership>> memberships,
        ToDoubleBiFunction<String, Artefact> shares,
        ToLongFunction<String> firstSeen,
        ToLongFunction<Artefact> shared,
        List<Act> acts,
        Policy policy,
        Function<String, Optional<Policy>> named) {
    /** Copies the lists. */
    public RingQuestion {
        predecessors = List.copyOf(predecessors);
        acts = List.copyOf(acts);
    }
}
