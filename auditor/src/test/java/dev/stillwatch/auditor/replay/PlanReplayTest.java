// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.policies.standing.LimitPlan;
import dev.stillwatch.policies.standing.Standing;
import dev.stillwatch.policies.standing.Tier;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class PlanReplayTest {
    private static final long MINUTE = 60_000;
    private static final long HOUR = 60 * MINUTE;
    private static final long ALLOWANCE = 5 * MINUTE;
    private static final String RING = "ring-1";
    private static final int TRIALS = 300;

    @Test
    void withoutRingsEachAccountIsActedOnAsIfItWereAlone() {
        Random random = new Random(1);
        int acted = 0;
        for (int trial = 0; trial < TRIALS; trial++) {
            Map<String, List<Standing>> standings = new HashMap<>();
            Map<String, List<Asked>> asked = new HashMap<>();
            for (int account = 0; account < 5; account++) {
                standings.put("a" + account, history(random, "a" + account, "", -1));
                asked.put("a" + account, exchanges(random, "a" + account));
            }
            PlanReplay.Actions actions = PlanReplay.of(standings, asked, ALLOWANCE);
            for (String account : asked.keySet()) {
                OptionalInt alone =
                        alone(standings.getOrDefault(account, List.of()), asked.getOrDefault(account, List.of()));
                assertThat(actions.of(account)).as("trial " + trial).isEqualTo(alone);
                acted += alone.isPresent() ? 1 : 0;
            }
            assertThat(actions.ofRing()).isEmpty();
        }
        assertThat(acted).as("accounts acted on in the trials").isGreaterThan(TRIALS);
    }

    @Test
    void aRingsBudgetNeverActsLaterThanTheAccountsOwnPlan() {
        Random random = new Random(2);
        int sooner = 0;
        for (int trial = 0; trial < TRIALS; trial++) {
            Ringed ringed = ringed(random);
            PlanReplay.Actions actions = PlanReplay.of(ringed.standings, ringed.asked, ALLOWANCE);
            for (String account : ringed.asked.keySet()) {
                OptionalInt own = alone(
                        ringed.standings.getOrDefault(account, List.of()),
                        ringed.asked.getOrDefault(account, List.of()));
                int shared = actions.of(account).orElse(Integer.MAX_VALUE);
                assertThat(shared).as("trial " + trial).isLessThanOrEqualTo(own.orElse(Integer.MAX_VALUE));
                sooner += shared < own.orElse(Integer.MAX_VALUE) ? 1 : 0;
            }
        }
        assertThat(sooner)
                .as("accounts that only the shared budget reached so soon")
                .isPositive();
    }

    @Test
    void theOrderInWhichAccountsAndStandingsAreGivenDoesNotMatter() {
        Random random = new Random(3);
        for (int trial = 0; trial < TRIALS; trial++) {
            Ringed ringed = ringed(random);
            PlanReplay.Actions one = PlanReplay.of(ringed.standings, ringed.asked, ALLOWANCE);
            List<String> names = new ArrayList<>(ringed.asked.keySet());
            Collections.shuffle(names, random);
            Map<String, List<Asked>> asked = new LinkedHashMap<>();
            names.forEach(name -> asked.put(name, ringed.asked.getOrDefault(name, List.of())));
            Map<String, List<Standing>> standings = new HashMap<>();
            ringed.standings.forEach((subject, history) -> {
                List<Standing> mixed = new ArrayList<>(history);
                Collections.shuffle(mixed, random);
                standings.put(subject, mixed);
            });
            assertThat(PlanReplay.of(standings, asked, ALLOWANCE))
                    .as("trial " + trial)
                    .isEqualTo(one);
        }
    }

    @Test
    void aBudgetOfNothingActsOnTheFirstExchangeAfterItIsInForce() {
        Map<String, List<Standing>> standings = Map.of(
                RING,
                List.of(standing(RING, Tier.THROTTLE, 0, RING, HOUR)),
                "a",
                List.of(standing("a", Tier.THROTTLE, -1, RING, HOUR)),
                "b",
                List.of(standing("b", Tier.THROTTLE, -1, RING, HOUR)));
        Map<String, List<Asked>> asked = Map.of(
                "a", List.of(asked("a", HOUR), asked("a", HOUR + ALLOWANCE - 1), asked("a", HOUR + ALLOWANCE)),
                "b", List.of(asked("b", 2 * HOUR)));

        PlanReplay.Actions actions = PlanReplay.of(standings, asked, ALLOWANCE);

        assertThat(actions.of("a")).hasValue(2);
        assertThat(actions.of("b")).hasValue(0);
        assertThat(actions.ofRing()).isEqualTo(Map.of(RING, HOUR + ALLOWANCE));
    }

    @Test
    void membersDrawOnOneBudgetInTheOrderOfTimeAndItIsFullAgainTheNextHour() {
        Map<String, List<Standing>> standings = Map.of(
                RING,
                List.of(standing(RING, Tier.THROTTLE, 2, RING, 0)),
                "a",
                List.of(standing("a", Tier.THROTTLE, -1, RING, 0)),
                "b",
                List.of(standing("b", Tier.THROTTLE, -1, RING, 0)),
                "c",
                List.of(standing("c", Tier.THROTTLE, -1, RING, 0)));
        Map<String, List<Asked>> asked = Map.of(
                "a", List.of(asked("a", HOUR + 1), asked("a", HOUR + 3), asked("a", 2 * HOUR + 1)),
                "b", List.of(asked("b", HOUR + 2), asked("b", 2 * HOUR + 2)),
                "c", List.of(asked("c", 2 * HOUR + 3)));

        PlanReplay.Actions actions = PlanReplay.of(standings, asked, ALLOWANCE);

        assertThat(actions.of("a")).as("the third of the hour").hasValue(1);
        assertThat(actions.of("b")).isEmpty();
        assertThat(actions.of("c")).as("the third of the next hour").hasValue(0);
        assertThat(actions.ofRing()).isEqualTo(Map.of(RING, HOUR + 3));
    }

    @Test
    void whatAMembersOwnPlanRefusesDoesNotDrawOnTheBudget() {
        Map<String, List<Standing>> standings = Map.of(
                RING,
                List.of(standing(RING, Tier.THROTTLE, 1, RING, 0)),
                "a",
                List.of(standing("a", Tier.THROTTLE, 0, RING, 0)),
                "b",
                List.of(standing("b", Tier.THROTTLE, -1, RING, 0)));
        Map<String, List<Asked>> asked = Map.of(
                "a", List.of(asked("a", HOUR), asked("a", HOUR + 1)),
                "b", List.of(asked("b", HOUR + 2), asked("b", HOUR + 3)));

        PlanReplay.Actions actions = PlanReplay.of(standings, asked, ALLOWANCE);

        assertThat(actions.of("a")).hasValue(0);
        assertThat(actions.of("b")).hasValue(1);
    }

    @Test
    void aMemberBelowThrottleOrOfNoBudgetIsLeftAlone() {
        Map<String, List<Standing>> standings = Map.of(
                RING,
                List.of(standing(RING, Tier.SUSPEND, 0, RING, 0)),
                "watched",
                List.of(standing("watched", Tier.WATCH, 0, RING, 0)),
                "other",
                List.of(standing("other", Tier.THROTTLE, -1, "", 0)),
                "left",
                List.of(standing("left", Tier.THROTTLE, -1, RING, 0), standing("left", Tier.THROTTLE, -1, "", HOUR)));
        Map<String, List<Asked>> asked = Map.of(
                "watched", List.of(asked("watched", HOUR)),
                "other", List.of(asked("other", HOUR)),
                "left", List.of(asked("left", 2 * HOUR)));

        assertThat(PlanReplay.of(standings, asked, ALLOWANCE).first()).isEmpty();
    }

    private record Ringed(Map<String, List<Standing>> standings, Map<String, List<Asked>> asked) {}

    private static Ringed ringed(Random random) {
        Map<String, List<Standing>> standings = new HashMap<>();
        Map<String, List<Asked>> asked = new HashMap<>();
        standings.put(RING, history(random, RING, RING, -1));
        for (int account = 0; account < 5; account++) {
            standings.put("a" + account, history(random, "a" + account, random.nextInt(4) == 0 ? "" : RING, 6));
            asked.put("a" + account, exchanges(random, "a" + account));
        }
        return new Ringed(standings, asked);
    }

    private static List<Standing> history(Random random, String subject, String ring, int least) {
        List<Standing> history = new ArrayList<>();
        long time = 0;
        for (int i = random.nextInt(4); i > 0; i--) {
            time += random.nextInt(120) * MINUTE;
            history.add(standing(
                    subject,
                    Tier.values()[random.nextInt(Tier.values().length)],
                    least + random.nextInt(12),
                    ring,
                    time));
        }
        return history;
    }

    private static List<Asked> exchanges(Random random, String account) {
        List<Asked> asked = new ArrayList<>();
        long time = 0;
        for (int i = random.nextInt(60); i > 0; i--) {
            time += random.nextInt(10) * MINUTE;
            asked.add(new Asked(time, account + "-" + i, random.nextInt(9) == 0, false, random.nextInt(3), 0));
        }
        asked.sort(Asked.ORDER);
        return asked;
    }

    private static Asked asked(String account, long time) {
        return new Asked(time, account + time, false, false, 0, 0);
    }

    private static Standing standing(String subject, Tier tier, long most, String ring, long asOf) {
        return Standings.of(subject, tier, new LimitPlan(most, -1, -1, 1, true, false), ring, asOf);
    }

    /** What one account's standings alone do, told as plainly as can be. */
    private static OptionalInt alone(List<Standing> history, List<Asked> asked) {
        Map<Long, Long> granted = new HashMap<>();
        for (int i = 0; i < asked.size(); i++) {
            Asked one = asked.get(i);
            Standing standing = null;
            for (Standing next : history.stream().sorted(InForce.ORDER).toList()) {
                standing = next.asOf() + ALLOWANCE <= one.time() ? next : standing;
            }
            if (standing == null || !standing.tier().atLeast(Tier.THROTTLE)) {
                continue;
            }
            boolean altered = standing.tier().atLeast(Tier.RESTRICT) && (one.logprobs() || one.choices() > 1);
            long most = standing.plan().exchangesPerHour();
            long hour = one.time() / HOUR;
            if (altered || most >= 0 && granted.getOrDefault(hour, 0L) >= most) {
                return OptionalInt.of(i);
            }
            granted.merge(hour, 1L, Long::sum);
        }
        return OptionalInt.empty();
    }
}
