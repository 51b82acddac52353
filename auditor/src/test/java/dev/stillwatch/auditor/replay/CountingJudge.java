// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.replay;

import dev.stillwatch.auditor.processor.AccountJudge;
import dev.stillwatch.auditor.profile.Behaviour;
import dev.stillwatch.auditor.profile.Counter;
import dev.stillwatch.auditor.profile.Exemplars;
import dev.stillwatch.auditor.profile.Measure;
import dev.stillwatch.auditor.profile.Profiler;
import dev.stillwatch.auditor.profile.Settling;
import dev.stillwatch.auditor.profile.Tally;
import dev.stillwatch.policies.exchange.Exchange;
import dev.stillwatch.policies.policy.Policy;
import dev.stillwatch.policies.standing.Family;
import dev.stillwatch.policies.standing.LimitPlan;
import dev.stillwatch.policies.standing.Standing;
import dev.stillwatch.policies.standing.Tier;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Throttles an account once it has made more exchanges in a UTC day than it may: enough to see what the trunk does. */
public final class CountingJudge implements AccountJudge {
    private final long most;
    private final Policy policy;
    private final Profiler profiler = new Profiler(new Exchanges(), new Quiet());

    /** Throttles above so many exchanges a day. */
    public CountingJudge(long most, Policy policy) {
        this.most = most;
        this.policy = policy;
    }

    @Override
    public Judged judge(Case question) {
        Profiler.Folded folded = profiler.fold(question.profile(), question.history(), question.exchanges());
        long made = folded.profile().today().tally().count(Measure.EXCHANGES);
        boolean raised = made > most && folded.profile().open().length == 0;
        Standing standing = new Standing(
                question.account(),
                Tier.THROTTLE,
                Set.of(Family.CONTENT),
                4_000,
                new LimitPlan(2, -1, -1, -1, false, false),
                "",
                "",
                Standing.Mode.SHADOW,
                List.of("made " + made + " exchanges, or more"),
                policy.id(),
                1,
                question.asOf(),
                question.asOf(),
                1,
                1);
        String alert = "{\"time\":" + question.asOf() + ",\"n\":" + made + "}";
        return new Judged(
                raised ? folded.profile().withOpen(new byte[] {1}) : folded.profile(),
                folded.history(),
                folded.tooLate(),
                raised ? Optional.of(standing) : Optional.empty(),
                raised ? List.of(alert.getBytes(StandardCharsets.UTF_8)) : List.of(),
                Optional.empty(),
                List.of(),
                false);
    }

    private static final class Exchanges implements Counter {
        @Override
        public void count(Exchange exchange, Tally.Builder tally) {
            tally.add(Measure.EXCHANGES);
        }

        @Override
        public Exemplars exemplars(Exchange exchange) {
            return Exemplars.NONE;
        }
    }

    private final class Quiet implements Settling {
        @Override
        public Policy policyAt(long time) {
            return policy;
        }

        @Override
        public byte[] settle(Behaviour dayEnd, byte[] ladder) {
            return new byte[0];
        }
    }
}
