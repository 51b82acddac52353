// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.baseline;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The windowed test of {@link MmdTest} on an account's first prompts. The references come from benign accounts of the
 * calibrating sources. Accounts with less than a quarter of a window score 0.
 */
public final class WindowedMmd implements Baseline {
    private final Function<String, float[]> embedder;
    private final int window;
    private final int references;
    private final long seed;

    /**
     * The test.
     *
     * @param embedder text to unit vector
     * @param window prompts of a window
     * @param references random references of the window's size to average over
     */
    public WindowedMmd(Function<String, float[]> embedder, int window, int references, long seed) {
        this.embedder = embedder;
        this.window = window;
        this.references = references;
        this.seed = seed;
    }

    /** Three of a campaign: a sentence model reads every prompt of a window. */
    @Override
    public int mostOfCampaign() {
        return 3;
    }

    @Override
    public String name() {
        return "MMD (window " + window + ")";
    }

    @Override
    public Map<String, Double> scores(Traffic traffic, Predicate<Traffic.Account> wanted) {
        Map<String, Double> scores = new TreeMap<>();
        List<String> pool = MmdTest.prompts(
                traffic.accounts().stream()
                        .filter(account -> EqualRate.calibrates(account.source()))
                        .toList(),
                window);
        if (pool.size() < 2) {
            return scores;
        }
        MmdTest test = MmdTest.against(pool, embedder, window, references, seed);
        traffic.accounts().stream()
                .filter(wanted)
                .forEach(account -> scores.put(
                        account.id(),
                        test.of(account.queries().stream()
                                .limit(window)
                                .map(Traffic.Query::prompt)
                                .toList())));
        return scores;
    }
}
