// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.rival;

import dev.stillwatch.deploy.bench.baseline.Traffic;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Glasswally's rule of accounts that act in one second of the clock, restated: from five accounts on, growing up to
 * twelve; more when three seconds of the last five minutes had as many; more again when those come in an even beat.
 */
public final class TimingRule implements Rival {
    private static final int FEWEST = 5;
    private static final int STRONG = 12;
    private static final int RECURRING = 3;
    private static final long LOOK_BACK = 300;
    private static final double BY_NUMBER = 0.5;
    private static final double RECURS = 0.3;
    private static final double STEADY = 0.15;
    private static final double HALF_STEADY = 0.35;

    private record Event(long time, String account) {}

    @Override
    public String name() {
        return "same second";
    }

    @Override
    public boolean slow() {
        return false;
    }

    @Override
    public Map<String, Suspicion> suspicions(Scene scene, Predicate<Traffic.Account> wanted) {
        Map<String, Suspicion> suspicions = scene.unsuspected(wanted);
        Deque<Long> crowded = new ArrayDeque<>();
        Set<String> together = new HashSet<>();
        long second = Long.MIN_VALUE;
        for (Event event : events(scene.traffic())) {
            long now = Math.floorDiv(event.time(), 1_000);
            if (now != second) {
                if (together.size() >= FEWEST) {
                    crowded.addLast(second);
                }
                while (!crowded.isEmpty() && crowded.getFirst() < now - LOOK_BACK) {
                    crowded.removeFirst();
                }
                together.clear();
                second = now;
            }
            together.add(event.account());
            Suspicion suspicion = suspicions.get(event.account());
            if (suspicion != null) {
                suspicion.rise(event.time(), score(together.size(), crowded));
            }
        }
        return suspicions;
    }

    private static List<Event> events(Traffic traffic) {
        return traffic.accounts().stream()
                .flatMap(account -> account.times().mapToObj(time -> new Event(time, account.id())))
                .sorted(Comparator.comparingLong(Event::time))
                .toList();
    }

    /**
     * The score of an exchange.
     *
     * @param together accounts in its second so far
     * @param crowded earlier seconds that had enough of them, ascending
     */
    static double score(int together, Collection<Long> crowded) {
        if (together < FEWEST) {
            return 0;
        }
        double score = Math.min(1, (together - FEWEST) / (double) (STRONG - FEWEST)) * BY_NUMBER;
        if (crowded.size() >= RECURRING) {
            double uneven = uneven(crowded);
            score += RECURS + (uneven < STEADY ? 0.2 : uneven < HALF_STEADY ? 0.1 : 0);
        }
        return score;
    }

    /** Deviation of the gaps by their mean; 1 when they are a second each, as in any busy log. */
    private static double uneven(Collection<Long> crowded) {
        long[] times = crowded.stream().mapToLong(Long::longValue).toArray();
        double mean = (times[times.length - 1] - times[0]) / (double) (times.length - 1);
        double squares = 0;
        for (int i = 1; i < times.length; i++) {
            double off = times[i] - times[i - 1] - mean;
            squares += off * off;
        }
        return mean > 1 ? Math.sqrt(squares / (times.length - 1)) / mean : 1;
    }
}
