// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.command.bench;

import dev.stillwatch.auditor.runtime.Detection;
import dev.stillwatch.deploy.bench.baseline.BgeSmall;
import dev.stillwatch.deploy.bench.baseline.EmbeddingCache;
import dev.stillwatch.deploy.bench.baseline.MmdTest;
import dev.stillwatch.deploy.bench.baseline.Traffic;
import dev.stillwatch.deploy.bench.play.BacktestReplay;
import dev.stillwatch.deploy.bench.play.PlayPlan;
import dev.stillwatch.deploy.bench.rings.RingBench;
import dev.stillwatch.deploy.bench.rival.HydraRule;
import dev.stillwatch.deploy.bench.rival.MmdRival;
import dev.stillwatch.deploy.bench.rival.Rival;
import dev.stillwatch.deploy.bench.rival.TimingRule;
import dev.stillwatch.deploy.command.DetectionSource;
import dev.stillwatch.deploy.command.ExitCode;
import dev.stillwatch.deploy.command.InputProblem;
import dev.stillwatch.deploy.console.Terminal;
import dev.stillwatch.deploy.simulate.Recipe;
import dev.stillwatch.deploy.simulate.Scenario;
import dev.stillwatch.policies.policy.Policy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code stillwatch bench rings}: whether campaigns are found as one. */
@Command(
        name = "rings",
        sortOptions = false,
        description = {
            "Simulates each campaign among benign customers, and the customers alone, judges them, and scores the rings:"
                    + " campaigns found, accounts inside, purity, exposure, time to a ring, and benign accounts in rings.",
            "Only the first day is played unless --days says otherwise: whether a ring forms, and what its members get"
                    + " before, is decided then. A replay whose pool changes after half of its time, or whose model comes"
                    + " out then (R3, R6), does so after half a day. R5, the busiest, is played at a fifth of --scale.",
            "More customers make a crowd in which a campaign stands out sooner, and cost most of the time.",
            "Prints the table and writes rings.md and rings.json into --out. What --out already holds of the same build"
                    + " and options is not run again, so a stopped run goes on where it was.",
            "The default (3 seeds) takes up to 30 minutes on 2 cores without --rivals; for one row in a minute or two:"
                    + " --rows R3 --covers 0 --seeds 1"
        })
final class RingsCommand implements Callable<Integer> {
    private static final List<Scenario> ROWS = List.of(
            Scenario.R1,
            Scenario.R2,
            Scenario.R3,
            Scenario.R5,
            Scenario.R6,
            Scenario.R8,
            Scenario.R9,
            Scenario.R10,
            Scenario.R11,
            Scenario.R4,
            Scenario.R12);

    private static final double BUSIEST = 0.2;
    /** What the customers of a full bench play alone: a week has days of each kind. */
    private static final int FULL_DAYS = 7;

    private static final int CUSTOMERS = 4;
    private static final int WINDOW = 200;
    private static final int REFERENCES = 20;

    private final Terminal terminal;
    private final DetectionSource detections;

    @Mixin
    private PlayOptions play = new PlayOptions();

    @Option(names = "--seeds", paramLabel = "N", description = "How many seeds (default 3; 10 with --full).")
    private Optional<Integer> seeds = Optional.empty();

    @Option(
            names = "--covers",
            split = ",",
            paramLabel = "PERCENT",
            description = "Unrelated shares of the campaigns' traffic, in percent (default 0,50; 0,50,90 with --full).")
    private List<Integer> covers = List.of();

    @Option(
            names = "--scale",
            defaultValue = "1",
            paramLabel = "FACTOR",
            description = "Factor on the campaigns' accounts; rates stay (default ${DEFAULT-VALUE}).")
    private double scale;

    @Option(
            names = "--accounts",
            split = ",",
            paramLabel = "N",
            description = "Spreads each row's volume over so many accounts, one row for each number: where accounts"
                    + " become too quiet to be seen one by one.")
    private List<Integer> accounts = List.of();

    @Option(names = "--no-rings", description = "Judge accounts one by one, for comparison.")
    private boolean noRings;

    @Option(
            names = "--rivals",
            description = "Run others on the same traffic: MMD on each account and pooled over the rings, and an open"
                    + " detector's hydra and timing rules. A sentence model reads the prompts, so this takes longer.")
    private boolean rivals;

    @Option(
            names = "--customers",
            paramLabel = "N",
            description = "Benign accounts of each class, beside each campaign and alone (default 4; with --full, 60"
                    + " alone).")
    private Optional<Integer> customers = Optional.empty();

    @Option(
            names = "--days",
            defaultValue = "1",
            paramLabel = "N",
            description = "Days of event time (default ${DEFAULT-VALUE}).")
    private int days;

    @Option(
            names = "--full",
            description =
                    "At least 60,000 benign account-days over 10 seeds, and a cover of 90 percent too; takes many hours, and can"
                            + " be stopped and started again.")
    private boolean full;

    @Option(
            names = "--out",
            defaultValue = "bench-rings",
            paramLabel = "DIR",
            description = "Folder for results, made when missing (default ${DEFAULT-VALUE}).")
    private Path out = Path.of("");

    RingsCommand(Terminal terminal, DetectionSource detections) {
        this.terminal = terminal;
        this.detections = detections;
    }

    @Override
    public Integer call() throws IOException {
        Optional<Path> prompts = play.prompts();
        PlayPlan plan = plan(prompts);
        String stamp = CodeStamp.of(Detection.class, Policy.class, Recipe.class) + (noRings ? "-no-rings" : "");
        Files.createDirectories(out);
        String table;
        List<String> setting = List.of(setting(plan, prompts), Replays.machine(stamp));
        try (BacktestReplay replay = BacktestReplay.start(detection())) {
            if (rivals) {
                try (BgeSmall model = BgeSmall.load();
                        EmbeddingCache embedder =
                                EmbeddingCache.open(out.resolve("embeddings.bin"), BgeSmall.SIZE, model)) {
                    table = bench(replay, stamp, Optional.of(customers -> rivals(customers, embedder)))
                            .run(plan, setting, out);
                }
            } else {
                table = bench(replay, stamp, Optional.empty()).run(plan, setting, out);
            }
        }
        terminal.out().print(table);
        terminal.out().println();
        terminal.out().println("Written to " + out.resolve("rings.md") + " and " + out.resolve("rings.json"));
        return ExitCode.OK;
    }

    private RingBench bench(BacktestReplay replay, String stamp, Optional<Function<Traffic, List<Rival>>> rivals) {
        return new RingBench(replay, stamp, rivals, PlayOptions.progress(terminal));
    }

    private static List<Rival> rivals(Traffic customers, Function<String, float[]> embedder) {
        MmdTest test = MmdTest.against(customers, embedder, WINDOW, REFERENCES, 1);
        return List.of(MmdRival.ofAccounts(test), MmdRival.ofRings(test), new HydraRule(), new TimingRule());
    }

    private Detection detection() throws IOException {
        Detection detection = Replays.detection(detections);
        return noRings ? detection.withoutRings() : detection;
    }

    private PlayPlan plan(Optional<Path> prompts) {
        int played = seeds.orElse(full ? Replays.FULL_SEEDS : 3);
        long firstSeed = play.firstSeed(played);
        int beside = customers.orElse(CUSTOMERS);
        int alone = customers.orElse(full ? Replays.FULL_CUSTOMERS : CUSTOMERS);
        if (rivals && alone == 0) {
            throw new InputProblem("--rivals needs customers to compare with: --customers 1 or more");
        }
        List<Recipe> recipes = new ArrayList<>();
        try {
            for (Scenario scenario : play.rows(ROWS)) {
                for (int cover : covers()) {
                    Recipe row = Replays.recipe(scenario, days, prompts)
                            .withCover(cover / 100.0)
                            .withScale(scenario == Scenario.R5 ? scale * BUSIEST : scale)
                            .withCustomers(beside);
                    if (accounts.isEmpty()) {
                        recipes.add(row);
                    }
                    accounts.forEach(count -> recipes.add(row.spreadOver(count)));
                }
            }
            Recipe benign = Replays.recipe(Scenario.BENIGN, full ? Math.max(FULL_DAYS, days) : days, prompts)
                    .withScale(alone / Replays.CLASS_AT_SCALE_1);
            return new PlayPlan(recipes, benign, firstSeed, played, play.keepTraffic());
        } catch (IllegalArgumentException e) {
            throw new InputProblem(String.valueOf(e.getMessage()), e);
        }
    }

    private List<Integer> covers() {
        return covers.isEmpty() ? (full ? List.of(0, 50, 90) : List.of(0, 50)) : covers;
    }

    private String setting(PlayPlan plan, Optional<Path> prompts) {
        return String.format(
                Locale.ROOT,
                "%d seeds from %d on, the first %d day(s), campaigns at %s of the simulator's accounts (R5 at a fifth of that),"
                        + " each among %d benign accounts of each class, and %d of each alone over %d day(s)%s; %s, composed"
                        + " with arrival and session models.",
                plan.seeds(),
                plan.firstSeed(),
                days,
                scale,
                customers.orElse(CUSTOMERS),
                Math.round(plan.benign().scale() * Replays.CLASS_AT_SCALE_1),
                plan.benign().days(),
                noRings ? ", accounts judged one by one" : "",
                Replays.texts(prompts));
    }
}
