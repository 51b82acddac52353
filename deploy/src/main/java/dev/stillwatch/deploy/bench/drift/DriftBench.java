// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.drift;

import dev.stillwatch.auditor.intake.ExchangeAssembler;
import dev.stillwatch.auditor.signal.ClassBaselines;
import dev.stillwatch.auditor.sketch.TextReaders;
import dev.stillwatch.auditor.sketch.VocabularyTable;
import dev.stillwatch.deploy.bench.baseline.EqualRate;
import dev.stillwatch.deploy.simulate.Recipe;
import dev.stillwatch.deploy.simulate.Scenario;
import dev.stillwatch.policies.exchange.Exchange;
import dev.stillwatch.policies.key.DeploymentKey;
import dev.stillwatch.policies.load.PolicyLoader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How far ordinary days lie from an account's own past, by class of customer. Baselines are fitted on the text sources
 * that calibrate ({@link EqualRate#calibrates}); everything reported rests on the other sources and, when the caller
 * says so, on other seeds. Beside ordinary days stand accounts whose last day is another customer's of one class (a
 * changed corpus) or a campaign's (turned to harvesting).
 */
public final class DriftBench {
    /** The customers of a seed draw on seeds a million above, as in {@code bench detection}. */
    private static final long BENIGN_SEEDS = 1_000_000;

    private static final List<Scenario> CAMPAIGNS =
            List.of(Scenario.R1, Scenario.R3, Scenario.R5, Scenario.R8, Scenario.R9, Scenario.R10, Scenario.R11);
    /** So few days do not bear more digits. */
    private static final double ROUNDING = 100;

    private static final double CAMPAIGN_SCALE = 0.02;

    private final ExchangeAssembler assembler;
    private final AccountRun run = new AccountRun(new PolicyLoader().packagedDefault());
    private final Path scratch;

    /**
     * A bench.
     *
     * @param scratch folder for the simulated records; each is deleted when read
     */
    public DriftBench(DeploymentKey key, VocabularyTable table, Path scratch) {
        this.assembler = new ExchangeAssembler(key, new TextReaders(key, table).forThread());
        this.scratch = scratch;
    }

    /**
     * What is played.
     *
     * @param prompts folder of corpora
     * @param scale benign accounts, in hundreds a class
     */
    public record Plan(Path prompts, long firstSeed, int seeds, double scale) {}

    /**
     * Prints distances of the calibrating sources and the figures of a baseline file. Days of a changed corpus stand
     * beside them and not among them: they lie as far off as days of harvesting.
     */
    public void fit(Plan plan, PrintWriter out) throws IOException {
        Distances ordinary = new Distances();
        Distances corpus = new Distances();
        for (long seed = plan.firstSeed(); seed < plan.firstSeed() + plan.seeds(); seed++) {
            List<DriftTraffic.Account> customers = customers(plan, seed, true);
            for (DriftTraffic.Account account : customers) {
                List<AccountRun.Day> days = run.days(account.id(), account.exchanges());
                days.forEach(ordinary::add);
                changed(account, days, customers).ifPresent(corpus::add);
            }
        }
        ordinary.lines("ordinary").forEach(out::println);
        corpus.lines("corpus changed").forEach(out::println);
        out.println("\"classes\":");
        ordinary.byClass()
                .forEach((customers, steps) -> steps.forEach((from, seen) -> {
                    if (seen.size() >= ClassBaselines.LEAST_DAYS) {
                        out.printf(
                                Locale.ROOT,
                                "  %s {\"from\": %d, \"ordinary-micro\": %d, \"account-days\": %d}%n",
                                customers,
                                from,
                                Math.round(Distances.percentile(seen, Distances.ORDINARY) / ROUNDING) * (long) ROUNDING,
                                seen.size());
                    }
                }));
    }

    /** Prints what D3 makes of the sources that did not calibrate. */
    public void report(Plan plan, PrintWriter out) throws IOException {
        Distances ordinary = new Distances();
        Distances corpus = new Distances();
        Distances whole = new Distances();
        Distances half = new Distances();
        for (long seed = plan.firstSeed(); seed < plan.firstSeed() + plan.seeds(); seed++) {
            List<List<Exchange>> campaigns = campaigns(plan, seed);
            List<DriftTraffic.Account> customers = customers(plan, seed, false);
            for (int i = 0; i < customers.size(); i++) {
                DriftTraffic.Account account = customers.get(i);
                List<AccountRun.Day> days = run.days(account.id(), account.exchanges());
                if (days.isEmpty()) {
                    continue;
                }
                days.forEach(ordinary::add);
                int last = days.get(days.size() - 1).day();
                Turn turn = new Turn(account.id(), account.exchanges(), campaigns.get(i % campaigns.size()));
                last(turn.played(last, 1)).ifPresent(whole::add);
                last(turn.played(last, 2)).ifPresent(half::add);
                changed(account, days, customers).ifPresent(corpus::add);
            }
        }
        ordinary.lines("ordinary").forEach(out::println);
        corpus.lines("corpus changed").forEach(out::println);
        whole.lines("harvest, all day").forEach(out::println);
        half.lines("harvest, half").forEach(out::println);
    }

    private Optional<AccountRun.Day> last(List<Exchange> exchanges) {
        List<AccountRun.Day> days = run.days(exchanges.get(0).account(), exchanges);
        return days.isEmpty() ? Optional.empty() : Optional.of(days.get(days.size() - 1));
    }

    /** The account's last day with the prompts of the first customer of its kind that has another text source. */
    private Optional<AccountRun.Day> changed(
            DriftTraffic.Account account, List<AccountRun.Day> days, List<DriftTraffic.Account> customers) {
        if (days.isEmpty()) {
            return Optional.empty();
        }
        int last = days.get(days.size() - 1).day();
        return customers.stream()
                .filter(other -> other.persona().equals(account.persona())
                        && !other.source().equals(account.source())
                        && !other.exchanges().isEmpty())
                .findFirst()
                .flatMap(other -> last(new Turn(account.id(), account.exchanges(), other.exchanges()).played(last, 1)));
    }

    private List<DriftTraffic.Account> customers(Plan plan, long seed, boolean calibrating) throws IOException {
        Recipe recipe = Recipe.of(Scenario.BENIGN, BENIGN_SEEDS + seed)
                .withScale(plan.scale())
                .withPrompts(plan.prompts());
        return DriftTraffic.play(recipe, assembler, scratch).accounts().stream()
                .filter(account -> EqualRate.calibrates(account.source()) == calibrating)
                .toList();
    }

    /** The first exchanges of each campaign, over all its accounts. */
    private List<List<Exchange>> campaigns(Plan plan, long seed) throws IOException {
        List<List<Exchange>> campaigns = new ArrayList<>();
        for (Scenario scenario : CAMPAIGNS) {
            Recipe recipe = Recipe.of(scenario, seed)
                    .withoutCustomers()
                    .withScale(CAMPAIGN_SCALE)
                    .withDays(2)
                    .withPrompts(plan.prompts());
            campaigns.add(DriftTraffic.play(recipe, assembler, scratch).accounts().stream()
                    .flatMap(account -> account.exchanges().stream())
                    .sorted(Comparator.comparingLong(Exchange::time).thenComparing(Exchange::id))
                    .limit(Turn.DAY)
                    .toList());
        }
        return campaigns;
    }
}
