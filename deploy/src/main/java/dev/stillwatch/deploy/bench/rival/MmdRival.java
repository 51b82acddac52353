// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.rival;

import dev.stillwatch.auditor.replay.score.ScoredRun;
import dev.stillwatch.deploy.bench.baseline.MmdTest;
import dev.stillwatch.deploy.bench.baseline.Traffic;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * {@link MmdTest} on the first window of an account, or of a ring: the queries of its core members pooled in the order of
 * event time, from the first on, once the ring stands at watch. Who is in no ring is tested alone, so both speak of the
 * same accounts and differ in what is a window. A test speaks when its window ends.
 */
public final class MmdRival implements Rival {
    private final MmdTest test;
    private final boolean pooled;

    private MmdRival(MmdTest test, boolean pooled) {
        this.test = test;
        this.pooled = pooled;
    }

    /** Tests every account alone. */
    public static MmdRival ofAccounts(MmdTest test) {
        return new MmdRival(test, false);
    }

    /** Tests rings whole. */
    public static MmdRival ofRings(MmdTest test) {
        return new MmdRival(test, true);
    }

    @Override
    public String name() {
        return (pooled ? "MMD pooled over rings" : "MMD per account") + " (window " + test.window() + ")";
    }

    @Override
    public boolean slow() {
        return true;
    }

    @Override
    public Map<String, Suspicion> suspicions(Scene scene, Predicate<Traffic.Account> wanted) {
        Map<String, List<Reading>> rings = pooled ? rings(scene) : Map.of();
        Map<String, Suspicion> suspicions = new TreeMap<>();
        for (Traffic.Account account :
                scene.traffic().accounts().stream().filter(wanted).toList()) {
            Suspicion suspicion = new Suspicion();
            List<Reading> readings = rings.containsKey(account.id())
                    ? rings.getOrDefault(account.id(), List.of())
                    : List.of(read(account.queries(), Long.MIN_VALUE));
            readings.forEach(reading -> suspicion.rise(reading.time(), reading.score()));
            suspicions.put(account.id(), suspicion);
        }
        return suspicions;
    }

    /** What the rings of each core member gave, in the order of time. */
    private Map<String, List<Reading>> rings(Scene scene) {
        Map<String, List<Reading>> readings = new HashMap<>();
        for (ScoredRun.Ring ring : scene.rings()) {
            Optional<Long> formed = ring.firstTier().map(Instant::toEpochMilli);
            if (formed.isPresent()) {
                Reading reading = read(
                        scene.traffic().accounts().stream()
                                .filter(account -> ring.core().contains(account.id()))
                                .flatMap(account -> account.queries().stream())
                                .sorted(Comparator.comparingLong(Traffic.Query::time))
                                .toList(),
                        formed.get());
                ring.core()
                        .forEach(member -> readings.computeIfAbsent(member, id -> new ArrayList<>())
                                .add(reading));
            }
        }
        readings.values().forEach(list -> list.sort(Comparator.comparingLong(Reading::time)));
        return readings;
    }

    private Reading read(List<Traffic.Query> queries, long earliest) {
        List<Traffic.Query> window = queries.stream().limit(test.window()).toList();
        long end = window.isEmpty() ? earliest : window.get(window.size() - 1).time();
        return new Reading(
                Math.max(earliest, end),
                test.of(window.stream().map(Traffic.Query::prompt).toList()));
    }

    private record Reading(long time, double score) {}
}
