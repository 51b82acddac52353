// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.adjudicate;

import dev.stillwatch.auditor.profile.Behaviour;
import dev.stillwatch.auditor.profile.DayCell;
import dev.stillwatch.auditor.profile.Settling;
import dev.stillwatch.auditor.signal.Evidence;
import dev.stillwatch.auditor.signal.SignalCatalogue;
import dev.stillwatch.policies.act.Act;
import dev.stillwatch.policies.policy.Policy;
import java.util.List;
import java.util.function.LongFunction;

/** Weighs a behaviour under its policy and settles a day of it. Made for one judgement; holds no state. */
final class Weigher implements Settling {
    private final SignalCatalogue catalogue;
    private final long keyStart;
    private final LongFunction<Policy> policies;
    private final List<Act> acts;
    private final Forgiven forgiven;

    Weigher(
            SignalCatalogue catalogue,
            long keyStart,
            LongFunction<Policy> policies,
            List<Act> acts,
            Forgiven forgiven) {
        this.catalogue = catalogue;
        this.keyStart = keyStart;
        this.policies = policies;
        this.acts = List.copyOf(acts);
        this.forgiven = forgiven;
    }

    Score weigh(Behaviour behaviour) {
        Policy policy = behaviour.policy();
        List<Evidence> evidence =
                new DeclaredUse(policy).weigh(catalogue.weigh(behaviour), behaviour.facts(), behaviour.today());
        return Score.of(
                evidence, policy.ladder(), Rulings.at(behaviour.asOf(), acts).groundTruthMilli(policy.ladder()));
    }

    /** The ladder's state as of the start of the day that a bucket ends or lies in, whole quiet days counted. */
    LadderState settledBefore(byte[] ladder, long asOf, Policy policy) {
        long dayStart = DayCell.dayOf(asOf - 1) * DayCell.MILLIS;
        LadderState state = ladder.length == 0 ? LadderState.START : LadderState.decode(ladder);
        return new AdjudicationLadder(policy.ladder()).rest(state, dayStart, forgiven);
    }

    @Override
    public Policy policyAt(long time) {
        return policies.apply(time);
    }

    @Override
    public long keyStart() {
        return keyStart;
    }

    @Override
    public byte[] settle(Behaviour dayEnd, byte[] ladder) {
        Policy policy = dayEnd.policy();
        LadderState before = settledBefore(ladder, dayEnd.asOf(), policy);
        return new AdjudicationLadder(policy.ladder())
                .settle(before, weigh(dayEnd), dayEnd.asOf(), forgiven)
                .encode();
    }
}
