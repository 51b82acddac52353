// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.command.bench;

import dev.stillwatch.deploy.bench.standing.StandingDelay;
import dev.stillwatch.deploy.bench.standing.StandingDelayBench;
import dev.stillwatch.deploy.command.ExitCode;
import dev.stillwatch.deploy.command.InputProblem;
import dev.stillwatch.deploy.console.Meter;
import dev.stillwatch.deploy.console.Terminal;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code stillwatch bench standing}. */
@Command(
        name = "standing",
        sortOptions = false,
        description = {
            "Times the way from a committed standing to the limiter that holds its subject to it, on a broker inside"
                    + " this process.",
            "The bar: a median of 100 ms and a 99th percentile of 500 ms."
        })
final class StandingCommand implements Callable<Integer> {
    private static final double BAR_P50 = 100;
    private static final double BAR_P99 = 500;

    private final Terminal terminal;

    @Option(
            names = "--standings",
            defaultValue = "1000",
            paramLabel = "N",
            description = "Standings to publish, one by one (default ${DEFAULT-VALUE}).")
    private int standings;

    StandingCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        if (standings < 1 || standings > 100_000) {
            throw new InputProblem("--standings takes 1 to 100000");
        }
        Meter meter = new Meter(terminal);
        StandingDelay delay = new StandingDelayBench(
                        BenchKey.KEY, seen -> meter.at("standings enforced", seen, standings))
                .run(standings);
        meter.clear();
        terminal.out()
                .printf(
                        Locale.ROOT,
                        "%,d standings: from commit to enforced p50 %.1f ms, p99 %.1f ms, longest %.1f ms%n",
                        delay.standings(),
                        delay.p50Millis(),
                        delay.p99Millis(),
                        delay.mostMillis());
        return delay.p50Millis() <= BAR_P50 && delay.p99Millis() <= BAR_P99 ? ExitCode.OK : ExitCode.FOUND;
    }
}
