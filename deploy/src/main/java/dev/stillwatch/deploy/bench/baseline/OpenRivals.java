// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.baseline;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.regex.Pattern;

/**
 * The published rules of three open detectors, restated at account level; the score is the greatest of the three.
 * Glasswally: reasoning phrases, velocity, and five or more accounts in one second of the clock. AegisGate: over 100
 * prompts an hour, one 50-character prefix in over 30 %, reasoning phrases in over 60 %, over 5 addresses. AEGIS: topic
 * coverage over 70 % of at least 50 prompts, declined and answered in turn for 15 to 60 %, reasoning phrases in over 25 %.
 */
public final class OpenRivals implements Baseline {
    private static final Pattern REASONING = Pattern.compile(
            "step by step|chain of thought|show your (work|reasoning|thinking)|explain your (reasoning|thinking)"
                    + "|think (out loud|aloud|through)|reasoning process|<think|internal reasoning",
            Pattern.CASE_INSENSITIVE);
    private static final int TOPICS = 16;

    @Override
    public String name() {
        return "open rivals";
    }

    @Override
    public Map<String, Double> scores(Traffic traffic, Predicate<Traffic.Account> wanted) {
        Map<Long, Set<String>> seconds = new HashMap<>();
        for (Traffic.Account account : traffic.accounts()) {
            for (Traffic.Query query : account.queries()) {
                seconds.computeIfAbsent(query.time() / 1_000, second -> new HashSet<>())
                        .add(account.id());
            }
        }
        Map<String, Double> scores = new TreeMap<>();
        for (Traffic.Account account :
                traffic.accounts().stream().filter(wanted).toList()) {
            List<Traffic.Query> queries = account.queries();
            double reasoning =
                    share(queries, query -> REASONING.matcher(query.prompt()).find() ? 1 : 0);
            double together = share(
                    queries,
                    query ->
                            seconds.getOrDefault(query.time() / 1_000, Set.of()).size() >= 5 ? 1 : 0);
            scores.put(
                    account.id(),
                    Math.max(
                            glasswally(queries, reasoning, together),
                            Math.max(aegisGate(queries, reasoning), aegis(queries, reasoning))));
        }
        return scores;
    }

    private static double glasswally(List<Traffic.Query> queries, double reasoning, double together) {
        double velocity = Math.min(1, busiest(queries, 60_000) / 30.0);
        return (.10 * velocity + .09 * reasoning + .07 * together) / (.10 + .09 + .07);
    }

    private static double aegisGate(List<Traffic.Query> queries, double reasoning) {
        Map<String, Integer> prefixes = new HashMap<>();
        Set<String> addresses = new HashSet<>();
        for (Traffic.Query query : queries) {
            prefixes.merge(
                    query.prompt().substring(0, Math.min(50, query.prompt().length())), 1, Integer::sum);
            addresses.add(query.address());
        }
        int commonest =
                prefixes.values().stream().mapToInt(Integer::intValue).max().orElse(0);
        return (busiest(queries, 3_600_000) > 100 ? .30 : 0)
                + (commonest > .3 * queries.size() ? .25 : 0)
                + (reasoning > .6 ? .35 : 0)
                + (addresses.size() > 5 ? .15 : 0);
    }

    private static double aegis(List<Traffic.Query> queries, double reasoning) {
        Set<Integer> topics = new HashSet<>();
        int alternations = 0;
        for (int i = 0; i < queries.size(); i++) {
            topics.add(topic(queries.get(i).prompt()));
            alternations +=
                    i > 0 && queries.get(i).refused() != queries.get(i - 1).refused() ? 1 : 0;
        }
        double alternating = queries.isEmpty() ? 0 : (double) alternations / queries.size();
        return ((queries.size() >= 50 && topics.size() > .7 * TOPICS ? 1 : 0)
                        + (alternating >= .15 && alternating <= .6 ? 1 : 0)
                        + (reasoning > .25 ? 1 : 0))
                / 3.0;
    }

    /** The strongest of sixteen groups of hashed words: a stand-in for the topic lists of the original. */
    private static int topic(String prompt) {
        float[] vector = HashedText.of(prompt);
        int best = 0;
        for (int i = 1; i < vector.length; i++) {
            best = vector[i] > vector[best] ? i : best;
        }
        return best % TOPICS;
    }

    private static double share(List<Traffic.Query> queries, ToDoubleFunction<Traffic.Query> of) {
        return queries.stream().mapToDouble(of).average().orElse(0);
    }

    /** Most exchanges within one aligned span of the clock. */
    private static long busiest(List<Traffic.Query> queries, long span) {
        Map<Long, Long> counts = new HashMap<>();
        queries.forEach(query -> counts.merge(query.time() / span, 1L, Long::sum));
        return counts.values().stream().mapToLong(Long::longValue).max().orElse(0);
    }
}
