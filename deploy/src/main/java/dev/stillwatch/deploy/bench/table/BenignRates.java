// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.table;

import dev.stillwatch.auditor.replay.score.Estimate;
import dev.stillwatch.auditor.replay.score.Interval;
import dev.stillwatch.auditor.replay.score.Scoreboard;
import dev.stillwatch.policies.standing.Tier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** How often benign customers were flagged, by tier and by class. */
public record BenignRates(Scoreboard board) {
    private static final Estimate NONE = new Estimate(0, new Interval(0, 1_000), 0);

    /** Benign accounts a day at the tier or above, of 1,000. */
    public Estimate falsePositives(Tier tier) {
        return board.byTier().getOrDefault(tier, NONE);
    }

    /** Classes whose lower bound exceeds three times the pooled mean. */
    public Set<String> singledOut() {
        double bar = 3 * falsePositives(Tier.THROTTLE).value();
        return board.byClass().entrySet().stream()
                .filter(kind -> kind.getValue().interval().low() > bar)
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Writes both tables. */
    public void to(StringBuilder out) {
        out.append("\n## Benign accounts flagged, per 1,000 account-days\n\n");
        AlignedTable tiers = new AlignedTable(List.of("at least", "rate", "95 % interval", "account-days"));
        board.byTier().forEach((tier, rate) -> tiers.row(rate(tier.label(), rate)));
        tiers.to(out);
        double mean = falsePositives(Tier.THROTTLE).value();
        out.append(Cell.format("\nBy class, at throttle or above; three times the pooled mean is %.2f:\n\n", 3 * mean));
        AlignedTable classes = new AlignedTable(
                List.of("class", "rate", "95 % interval", "account-days", "lower bound above 3 x mean"));
        Set<String> singled = singledOut();
        board.byClass().forEach((kind, rate) -> {
            List<String> cells = new ArrayList<>(rate(kind, rate));
            cells.add(singled.contains(kind) ? "YES" : "no");
            classes.row(cells);
        });
        classes.to(out);
    }

    private static List<String> rate(String name, Estimate rate) {
        return List.of(
                name,
                Cell.format("%.2f", rate.value()),
                Cell.format(
                        "%.2f to %.2f", rate.interval().low(), rate.interval().high()),
                Cell.format("%,d", rate.count()));
    }
}
