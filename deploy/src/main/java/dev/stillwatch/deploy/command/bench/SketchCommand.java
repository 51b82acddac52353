// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.command.bench;

import dev.stillwatch.auditor.sketch.VocabularyTable;
import dev.stillwatch.deploy.bench.sketch.SketchBench;
import dev.stillwatch.deploy.command.ExitCode;
import dev.stillwatch.deploy.command.InputProblem;
import dev.stillwatch.deploy.command.Surroundings;
import dev.stillwatch.deploy.console.Terminal;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code stillwatch bench sketch}. */
@Command(
        name = "sketch",
        sortOptions = false,
        description = "Measures the exchange sketch and its rivals on real prompts: how well two accounts that draw on"
                + " one source are linked at 1 %% false links, and texts a second on one core.")
final class SketchCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private Corpora corpora = new Corpora();

    SketchCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        var folder = corpora.folder()
                .orElseThrow(() -> new InputProblem("no corpora found; name their folder with --prompts DIR"));
        new SketchBench(VocabularyTable.standard(Surroundings.home().resolve("cache"))).run(folder, terminal.out());
        return ExitCode.OK;
    }
}
