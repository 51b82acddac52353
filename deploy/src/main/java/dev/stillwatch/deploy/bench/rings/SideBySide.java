// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.rings;

import dev.stillwatch.auditor.replay.score.Scoreboard;
import dev.stillwatch.auditor.replay.score.ScoredRun;
import dev.stillwatch.deploy.bench.baseline.EqualRate;
import dev.stillwatch.deploy.bench.baseline.Traffic;
import dev.stillwatch.deploy.bench.rival.Rival;
import dev.stillwatch.deploy.bench.rival.Scene;
import dev.stillwatch.deploy.bench.rival.Suspicion;
import dev.stillwatch.policies.standing.Tier;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Rivals on the plays of a bench. Their thresholds are set on the customers that played alone, whose seeds are apart from
 * those of the campaigns and the customers beside them: each flags the share of those customers that Stillwatch acted on.
 */
final class SideBySide {
    /** Accounts that a slow rival is asked about: of a campaign, of the customers beside it, and of a seed's customers. */
    static final int OF_CAMPAIGN = 5;

    static final int BESIDE = 18;
    private static final int ALONE = 288;

    private final List<Rival> rivals;
    private final Map<String, Double> thresholds = new HashMap<>();

    private SideBySide(List<Rival> rivals) {
        this.rivals = rivals;
    }

    /**
     * Sets the thresholds.
     *
     * @param rivals made from the customers of the first seed
     * @param customers those that played alone, at least one play
     */
    static SideBySide calibrated(Function<Traffic, List<Rival>> rivals, List<Played> customers) throws IOException {
        SideBySide side = new SideBySide(rivals.apply(customers.get(0).scene().traffic()));
        Map<String, List<Double>> scores = new HashMap<>();
        long acted = 0;
        long all = 0;
        for (Played play : customers) {
            Scene scene = play.scene();
            for (Rival rival : side.rivals) {
                Set<String> asked = ids(
                        rival.slow()
                                ? spread(scene.traffic().accounts(), ALONE)
                                : scene.traffic().accounts());
                scores.computeIfAbsent(rival.name(), name -> new ArrayList<>())
                        .addAll(rival.suspicions(scene, account -> asked.contains(account.id())).values().stream()
                                .map(Suspicion::greatest)
                                .toList());
            }
            acted += play.run().accounts().stream()
                    .filter(ScoredRun.Account::acted)
                    .count();
            all += play.run().accounts().size();
        }
        double share = all == 0 ? 0 : (double) acted / all;
        scores.forEach((name, values) -> side.thresholds.put(
                name,
                EqualRate.threshold(
                        values.stream().mapToDouble(Double::doubleValue).toArray(), share)));
        return side;
    }

    /** What everyone found in the plays of a row, by name, Stillwatch first; benign accounts count once, not by days. */
    Map<String, Scoreboard> of(List<Played> plays) throws IOException {
        Map<String, List<ScoredRun>> runs = new LinkedHashMap<>();
        for (Played play : plays) {
            note(runs, "Stillwatch", ours(play.run()));
            Scene scene = play.scene();
            for (Rival rival : rivals) {
                note(runs, rival.name(), run(rival, play.run(), scene));
            }
        }
        Map<String, Scoreboard> boards = new LinkedHashMap<>();
        runs.forEach((name, scored) -> boards.put(name, Scoreboard.of(scored)));
        return boards;
    }

    private static void note(Map<String, List<ScoredRun>> runs, String name, ScoredRun run) {
        runs.computeIfAbsent(name, unseen -> new ArrayList<>()).add(run);
    }

    private static ScoredRun ours(ScoredRun run) {
        return new ScoredRun(
                run.seed(),
                run.accounts().stream()
                        .map(one -> verdict(one, one.highest(), one.firstAction(), one.exchanges(), one.before()))
                        .toList(),
                run.rings());
    }

    private ScoredRun run(Rival rival, ScoredRun run, Scene scene) {
        Map<String, Traffic.Account> accounts = asked(rival, scene.traffic()).stream()
                .collect(Collectors.toMap(Traffic.Account::id, Function.identity()));
        Map<String, Suspicion> suspicions = rival.suspicions(scene, account -> accounts.containsKey(account.id()));
        double threshold = thresholds.getOrDefault(rival.name(), Double.MAX_VALUE);
        List<ScoredRun.Account> verdicts = new ArrayList<>();
        for (ScoredRun.Account one : run.accounts()) {
            Traffic.Account seen = accounts.get(one.id());
            if (seen != null) {
                Suspicion suspicion = suspicions.get(one.id());
                OptionalLong flag = suspicion == null ? OptionalLong.empty() : suspicion.above(threshold);
                long until = flag.orElse(Long.MAX_VALUE);
                verdicts.add(verdict(
                        one,
                        flag.isPresent() ? Tier.THROTTLE : Tier.CLEAR,
                        flag.isPresent() ? Optional.of(Instant.ofEpochMilli(until)) : Optional.empty(),
                        seen.times().count(),
                        seen.times().filter(time -> time <= until).count()));
            }
        }
        return new ScoredRun(run.seed(), verdicts, List.of());
    }

    private static ScoredRun.Account verdict(
            ScoredRun.Account one, Tier highest, Optional<Instant> first, long exchanges, long before) {
        return new ScoredRun.Account(
                one.id(),
                one.kind(),
                one.campaign(),
                one.source(),
                highest,
                one.began(),
                first,
                exchanges,
                before,
                List.of(highest));
    }

    private static Collection<Traffic.Account> asked(Rival rival, Traffic traffic) {
        if (!rival.slow()) {
            return traffic.accounts();
        }
        Map<Boolean, List<Traffic.Account>> byBenign =
                traffic.accounts().stream().collect(Collectors.partitioningBy(Traffic.Account::benign));
        List<Traffic.Account> asked = new ArrayList<>(spread(byBenign.getOrDefault(true, List.of()), BESIDE));
        asked.addAll(spread(byBenign.getOrDefault(false, List.of()), OF_CAMPAIGN));
        return asked;
    }

    /** So many at most, evenly over the list. */
    static <T> List<T> spread(List<T> from, int most) {
        int count = Math.min(most, from.size());
        return IntStream.range(0, count)
                .mapToObj(i -> from.get((int) ((long) i * from.size() / count)))
                .toList();
    }

    private static Set<String> ids(Collection<Traffic.Account> accounts) {
        return accounts.stream().map(Traffic.Account::id).collect(Collectors.toUnmodifiableSet());
    }
}
