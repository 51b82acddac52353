// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.replay.score;

import dev.stillwatch.auditor.replay.score.Estimate.Observation;
import dev.stillwatch.policies.standing.Tier;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How rings compare with campaigns. A ring is of a campaign when more than half of its core members are; that share is
 * its purity. A ring without core members is of none.
 *
 * @param campaigns share of campaigns that a ring of theirs found: one that reached throttle
 * @param inside share of campaign accounts inside a ring of their campaign whose purity is at least {@value #PURE}, core
 *     or weakly attached, whatever its tier
 * @param purity share of the core members of campaigns' rings that belong there
 * @param exposed exchanges of a campaign account answered in full before its first action
 * @param formed median time from a campaign's first exchange to the first standing of a ring of theirs at watch or above,
 *     over the campaigns that had one
 * @param bystanders benign accounts that stood in rings
 */
public record RingScore(
        Estimate campaigns,
        Estimate inside,
        Estimate purity,
        Estimate exposed,
        Optional<Duration> formed,
        List<Bystander> bystanders) {
    /** Least purity of a ring that an account counts as inside. */
    public static final double PURE = 0.9;

    private static final double HALF = 0.5;

    /** Copies the list. */
    public RingScore {
        bystanders = List.copyOf(bystanders);
    }

    /**
     * A benign account in a ring.
     *
     * @param seed the run it was seen in
     * @param account its id
     * @param kind its class
     * @param ring the ring
     * @param core whether it was tied itself at some time
     * @param reached the most severe tier that it had
     */
    public record Bystander(long seed, String account, String kind, String ring, boolean core, Tier reached) {}

    /** Scores runs together. */
    public static RingScore of(List<ScoredRun> runs) {
        Tally tally = new Tally();
        runs.forEach(tally::add);
        return tally.score();
    }

    /** A ring with the campaign that most of its core members are of, if any. */
    private record Judged(ScoredRun.Ring ring, String campaign, double purity) {
        static Judged of(ScoredRun.Ring ring, Map<String, ScoredRun.Account> accounts) {
            Map<String, Integer> counts = new TreeMap<>();
            for (String member : ring.core()) {
                ScoredRun.Account account = accounts.get(member);
                if (account != null && !account.benign()) {
                    counts.merge(account.campaign(), 1, Integer::sum);
                }
            }
            return counts.entrySet().stream()
                    .map(count -> new Judged(
                            ring,
                            count.getKey(),
                            (double) count.getValue() / ring.core().size()))
                    .filter(judged -> judged.purity > HALF)
                    .findFirst()
                    .orElse(new Judged(ring, "", 0));
        }
    }

    private static final class Tally {
        private final List<Observation> found = new ArrayList<>();
        private final List<Observation> inside = new ArrayList<>();
        private final List<Observation> pure = new ArrayList<>();
        private final List<Observation> exposed = new ArrayList<>();
        private final List<Duration> waits = new ArrayList<>();
        private final List<Bystander> bystanders = new ArrayList<>();

        void add(ScoredRun run) {
            Map<String, ScoredRun.Account> accounts = new HashMap<>();
            Map<String, List<ScoredRun.Account>> campaigns = new TreeMap<>();
            for (ScoredRun.Account account : run.accounts()) {
                accounts.put(account.id(), account);
                if (!account.benign()) {
                    campaigns
                            .computeIfAbsent(account.campaign(), id -> new ArrayList<>())
                            .add(account);
                }
            }
            List<Judged> rings =
                    run.rings().stream().map(ring -> Judged.of(ring, accounts)).toList();
            campaigns.forEach((campaign, members) -> campaign(
                    run.seed(),
                    members,
                    rings.stream()
                            .filter(ring -> ring.campaign.equals(campaign))
                            .toList()));
            run.rings().forEach(ring -> bystanders(run.seed(), ring, accounts));
        }

        private void campaign(long seed, List<ScoredRun.Account> members, List<Judged> rings) {
            String source = members.get(0).source();
            found.add(yes(
                    source,
                    seed,
                    rings.stream().anyMatch(judged -> judged.ring.highest().atLeast(Tier.THROTTLE))));
            for (ScoredRun.Account member : members) {
                inside.add(yes(
                        member.source(),
                        seed,
                        rings.stream().anyMatch(judged -> judged.purity >= PURE && judged.ring.holds(member.id()))));
                exposed.add(new Observation(member.source(), seed, member.before(), 1));
            }
            for (Judged judged : rings) {
                int core = judged.ring.core().size();
                pure.add(new Observation(source, seed, Math.round(judged.purity * core), core));
            }
            Optional<Instant> began =
                    members.stream().flatMap(member -> member.began().stream()).min(Comparator.naturalOrder());
            Optional<Instant> formed = rings.stream()
                    .flatMap(judged -> judged.ring.firstTier().stream())
                    .min(Comparator.naturalOrder());
            if (began.isPresent() && formed.isPresent()) {
                waits.add(Duration.between(began.get(), formed.get()));
            }
        }

        private void bystanders(long seed, ScoredRun.Ring ring, Map<String, ScoredRun.Account> accounts) {
            ring.members().forEach(member -> {
                ScoredRun.Account account = accounts.get(member);
                if (account != null && account.benign()) {
                    bystanders.add(new Bystander(
                            seed, member, account.kind(), ring.id(), ring.core().contains(member), account.highest()));
                }
            });
        }

        private static Observation yes(String source, long seed, boolean yes) {
            return new Observation(source, seed, yes ? 1 : 0, 1);
        }

        RingScore score() {
            waits.sort(Comparator.naturalOrder());
            return new RingScore(
                    Estimate.share(found),
                    Estimate.share(inside),
                    Estimate.share(pure),
                    Estimate.ratio(exposed),
                    waits.isEmpty() ? Optional.empty() : Optional.of(waits.get(waits.size() / 2)),
                    bystanders);
        }
    }
}
