// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.drift;

import dev.stillwatch.auditor.profile.Behaviour;
import dev.stillwatch.auditor.profile.DayCell;
import dev.stillwatch.auditor.profile.HistoryState;
import dev.stillwatch.auditor.profile.ProfileState;
import dev.stillwatch.auditor.profile.Profiler;
import dev.stillwatch.auditor.profile.Settling;
import dev.stillwatch.auditor.signal.SignalCatalogue;
import dev.stillwatch.policies.exchange.Exchange;
import dev.stillwatch.policies.policy.Policy;
import dev.stillwatch.policies.policy.Policy.SignalSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Feeds one account's exchanges to the product's own profile, and looks whenever the product would. */
final class AccountRun {
    /** Prompts of the day from which a figure of its own holds; under the first D3 does not look. */
    static final List<Long> STEPS = List.of(50L, 200L);

    private final Policy policy;
    private final Profiler profiler;
    private final SignalSettings settings;

    AccountRun(Policy policy) {
        this.policy = policy;
        this.profiler = new Profiler(new SignalCatalogue(), new Unjudged(policy));
        this.settings = policy.signal("D3").orElseThrow();
    }

    /** The days of one account on which D3 looks, in order. */
    List<Day> days(String account, List<Exchange> exchanges) {
        ProfileState profile = ProfileState.start(account);
        HistoryState history = HistoryState.start(account);
        Map<Integer, Day> days = new TreeMap<>();
        for (int from = 0; from < exchanges.size(); from += ProfileState.FLUSH) {
            List<Exchange> few = exchanges.subList(from, Math.min(exchanges.size(), from + ProfileState.FLUSH));
            HistoryState cold = history;
            Profiler.Folded folded = profiler.fold(profile, () -> cold, few);
            profile = folded.profile();
            history = folded.history().orElse(history);
            if (profile.drift().today() >= settings.value("leastToday")
                    && profile.drift().past() >= settings.value("leastPast")) {
                long asOf = (profile.day() + 1L) * DayCell.MILLIS;
                days.computeIfAbsent(profile.day(), Day::new).look(profile.behaviour(asOf, policy));
            }
        }
        return new ArrayList<>(days.values());
    }

    /** One day: its farthest look at each step. */
    static final class Day {
        private final int day;
        private final Map<Long, Behaviour> farthest = new TreeMap<>();

        Day(int day) {
            this.day = day;
        }

        /** Days since 1970. */
        int day() {
            return day;
        }

        /** The look with the greatest distance at each step that the day reached, by the step's first number. */
        Map<Long, Behaviour> farthest() {
            return farthest;
        }

        private void look(Behaviour seen) {
            long step = 0;
            for (long from : STEPS) {
                step = seen.drift().today() >= from ? from : step;
            }
            farthest.merge(
                    step,
                    seen,
                    (one, other) -> one.drift().distanceMicro() >= other.drift().distanceMicro() ? one : other);
        }
    }

    /** Nobody is judged: only the profile is wanted. */
    private record Unjudged(Policy policy) implements Settling {
        @Override
        public Policy policyAt(long time) {
            return policy;
        }

        @Override
        public byte[] settle(Behaviour dayEnd, byte[] ladder) {
            return ladder;
        }
    }
}
