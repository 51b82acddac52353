// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.command.bench;

import dev.stillwatch.deploy.console.Terminal;
import dev.stillwatch.deploy.simulate.Scenario;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the benches that play replays ask alike: which ones, with what texts, from which seed on, and what is kept. */
final class PlayOptions {
    @Mixin
    private Corpora corpora = new Corpora();

    @Option(
            names = "--first-seed",
            defaultValue = "1",
            paramLabel = "N",
            description =
                    "The first seed (default ${DEFAULT-VALUE}). Low seeds were used in tuning: start above 100 for a"
                            + " blind figure.")
    private long firstSeed;

    @Option(
            names = "--rows",
            split = ",",
            paramLabel = "NAME",
            description = "Replays by name (default all of this bench); benign alone plays the customers only.")
    private List<String> rows = List.of();

    @Option(names = "--keep-traffic", description = "Keep the simulated records, about 1.4 kB each.")
    private boolean keepTraffic;

    /** The folder of texts. */
    Optional<Path> prompts() {
        return corpora.folder();
    }

    /** The first seed; refuses seeds that cannot be. */
    long firstSeed(int seeds) {
        Replays.checkSeeds(firstSeed, seeds);
        return firstSeed;
    }

    /** The replays asked for, of those that a bench plays. */
    List<Scenario> rows(List<Scenario> all) {
        return Replays.named(rows, all);
    }

    boolean keepTraffic() {
        return keepTraffic;
    }

    /** Tells what is running, with the seconds since now before it. */
    static Consumer<String> progress(Terminal terminal) {
        long began = System.nanoTime();
        return line -> terminal.err().printf(Locale.ROOT, "%5.0f s  %s%n", (System.nanoTime() - began) / 1e9, line);
    }
}
