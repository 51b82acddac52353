// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.replay.score;

import dev.stillwatch.auditor.replay.score.Estimate.Observation;
import dev.stillwatch.policies.standing.Tier;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * How verdicts compare with labels. A campaign is found when one of its accounts reached throttle; an account is found
 * when it did. A false positive is a benign account's day on which its highest tier was the given one or above.
 *
 * @param campaigns share of campaigns found
 * @param recall share of campaign accounts found
 * @param precision share of the accounts at throttle or above that belong to a campaign
 * @param exposure share of the campaigns' exchanges answered in full before the account's first action
 * @param exposed those exchanges, a campaign on average
 * @param useful campaigns that got more than {@value #USEFUL} exchanges, enough to be of use to a student
 * @param firstAction median time from a campaign's first exchange to its first action, over the campaigns that had one
 * @param byTier false positives per 1,000 benign accounts a day, by least tier
 * @param byClass the same at throttle and above, by class
 * @param rings how the rings compare with the campaigns
 * @param missed campaigns not found, and accounts of found campaigns that were not
 */
public record Scoreboard(
        Estimate campaigns,
        Estimate recall,
        Estimate precision,
        Estimate exposure,
        double exposed,
        long useful,
        Optional<Duration> firstAction,
        Map<Tier, Estimate> byTier,
        Map<String, Estimate> byClass,
        RingScore rings,
        List<String> missed) {
    /** Exchanges that already help a student. */
    public static final long USEFUL = 1_000;

    private static final double PER_THOUSAND = 1_000;

    /** Scores runs together. */
    public static Scoreboard of(List<ScoredRun> runs) {
        List<Seen> seen = runs.stream()
                .flatMap(run -> run.accounts().stream().map(account -> new Seen(run.seed(), account)))
                .toList();
        List<Seen> attackers =
                seen.stream().filter(one -> !one.account().benign()).toList();
        List<Seen> benign = seen.stream().filter(one -> one.account().benign()).toList();
        Collection<List<Seen>> campaigns = campaigns(attackers).values();
        Map<Tier, Estimate> byTier = new TreeMap<>();
        for (Tier tier : List.of(Tier.WATCH, Tier.THROTTLE, Tier.RESTRICT, Tier.SUSPEND)) {
            byTier.put(tier, perDay(benign, tier));
        }
        Map<String, Estimate> byClass = new TreeMap<>();
        benign.stream()
                .map(one -> one.account().kind())
                .distinct()
                .forEach(kind -> byClass.put(
                        kind,
                        perDay(
                                benign.stream()
                                        .filter(one -> one.account().kind().equals(kind))
                                        .toList(),
                                Tier.THROTTLE)));
        long lost = attackers.stream().mapToLong(one -> one.account().before()).sum();
        return new Scoreboard(
                Estimate.share(campaigns.stream()
                        .map(members ->
                                observation(members.get(0), members.stream().anyMatch(Seen::acted)))
                        .toList()),
                share(attackers, Seen::acted),
                share(
                        seen.stream().filter(Seen::acted).toList(),
                        one -> !one.account().benign()),
                Estimate.ratio(attackers.stream()
                        .map(one -> new Observation(
                                one.account().source(),
                                one.seed(),
                                one.account().before(),
                                one.account().exchanges()))
                        .toList()),
                campaigns.isEmpty() ? 0 : (double) lost / campaigns.size(),
                campaigns.stream()
                        .filter(members -> members.stream()
                                        .mapToLong(one -> one.account().before())
                                        .sum()
                                > USEFUL)
                        .count(),
                firstAction(campaigns),
                byTier,
                byClass,
                RingScore.of(runs),
                missed(campaigns));
    }

    private static Map<String, List<Seen>> campaigns(List<Seen> attackers) {
        Map<String, List<Seen>> campaigns = new TreeMap<>();
        for (Seen one : attackers) {
            campaigns
                    .computeIfAbsent(one.seed() + "/" + one.account().campaign(), id -> new ArrayList<>())
                    .add(one);
        }
        return campaigns;
    }

    private static Estimate share(List<Seen> seen, Predicate<Seen> yes) {
        return Estimate.share(
                seen.stream().map(one -> observation(one, yes.test(one))).toList());
    }

    private static Observation observation(Seen one, boolean yes) {
        return new Observation(one.account().source(), one.seed(), yes ? 1 : 0, 1);
    }

    private static Estimate perDay(List<Seen> benign, Tier least) {
        List<Observation> days = new ArrayList<>();
        for (Seen one : benign) {
            for (Tier day : one.account().days()) {
                days.add(observation(one, day.compareTo(least) >= 0));
            }
        }
        return Estimate.share(days).times(PER_THOUSAND);
    }

    private static Optional<Duration> firstAction(Collection<List<Seen>> campaigns) {
        List<Duration> waits = new ArrayList<>();
        for (List<Seen> members : campaigns) {
            Optional<Instant> began = members.stream()
                    .flatMap(one -> one.account().began().stream())
                    .min(Comparator.naturalOrder());
            Optional<Instant> acted = members.stream()
                    .flatMap(one -> one.account().firstAction().stream())
                    .min(Comparator.naturalOrder());
            if (began.isPresent() && acted.isPresent()) {
                waits.add(Duration.between(began.get(), acted.get()));
            }
        }
        waits.sort(Comparator.naturalOrder());
        return waits.isEmpty() ? Optional.empty() : Optional.of(waits.get(waits.size() / 2));
    }

    private static List<String> missed(Collection<List<Seen>> campaigns) {
        List<String> missed = new ArrayList<>();
        for (List<Seen> members : campaigns) {
            String campaign = members.get(0).account().campaign();
            if (members.stream().noneMatch(Seen::acted)) {
                missed.add(campaign
                        + (members.size() == 1 ? " (its 1 account)" : " (all " + members.size() + " accounts)"));
            } else {
                members.stream()
                        .filter(one -> !one.acted())
                        .forEach(
                                one -> missed.add(campaign + "/" + one.account().id()));
            }
        }
        return List.copyOf(missed);
    }

    private record Seen(long seed, ScoredRun.Account account) {
        boolean acted() {
            return account.acted();
        }
    }
}
