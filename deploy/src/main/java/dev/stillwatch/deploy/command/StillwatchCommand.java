// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.command;

import dev.stillwatch.auditor.runtime.Detections;
import dev.stillwatch.deploy.command.bench.BenchCommand;
import dev.stillwatch.deploy.command.limiter.LimiterCommand;
import dev.stillwatch.deploy.command.policy.PolicyCommand;
import dev.stillwatch.deploy.command.share.ShareCommand;
import dev.stillwatch.deploy.console.Terminal;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The root command: says what there is, and hands over. */
@Command(
        name = "stillwatch",
        mixinStandardHelpOptions = true,
        version = "Stillwatch " + StillwatchCommand.VERSION,
        scope = ScopeType.INHERIT,
        synopsisSubcommandLabel = "COMMAND",
        description =
                "Finds accounts that harvest a model's outputs to train a copy, and turns that into alerts and limits.",
        footer = {"", "Start with 'stillwatch demo'. Every command has --help."},
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:done, and something wrong was found", "2:usage or input error, one line says which"
        })
public final class StillwatchCommand implements Runnable {
    static final String VERSION = "0.1.0";

    /** The least that picocli takes; a narrower terminal breaks the lines of the help itself. */
    private static final int LEAST_HELP_COLUMNS = 55;

    private static final int MOST_HELP_COLUMNS = 120;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = Problems.TRACE_OPTION,
            scope = ScopeType.INHERIT,
            description = "On an error, also print where in the program it happened.")
    // Declared for the help; Problems reads the arguments, which exist even when parsing fails.
    @SuppressWarnings("UnusedVariable")
    private boolean trace;

    private StillwatchCommand() {}

    /** Runs and ends the process with the exit code. */
    public static void main(String[] args) {
        System.exit(commandLine(Terminal.system()).execute(args));
    }

    /** The whole command tree, writing to the given terminal. */
    public static CommandLine commandLine(Terminal terminal) {
        return commandLine(terminal, InstantSource.system());
    }

    /** Likewise, with another present for what expires. */
    public static CommandLine commandLine(Terminal terminal, InstantSource clock) {
        Problems problems = new Problems(terminal);
        DetectionSource detections = (key, group, remembered) ->
                Detections.standard(key, group, remembered, Surroundings.home().resolve("cache"), VERSION);
        return new CommandLine(new StillwatchCommand())
                .addSubcommand(new DemoCommand(terminal, detections))
                .addSubcommand(new RunCommand(terminal, detections, Surroundings::home))
                .addSubcommand(LimiterCommand.commandLine(terminal, Surroundings::home))
                .addSubcommand(new BacktestCommand(terminal, detections, InstantSource.system()))
                .addSubcommand(new SimulateCommand(terminal))
                .addSubcommand(new WatchCommand(terminal))
                .addSubcommand(new ExplainCommand(terminal))
                .addSubcommand(new ActCommand(terminal, InstantSource.system()))
                .addSubcommand(new KeysCommand(terminal, InstantSource.system(), Surroundings::home))
                .addSubcommand(new DoctorCommand(terminal))
                .addSubcommand(PolicyCommand.commandLine(terminal))
                .addSubcommand(ShareCommand.commandLine(terminal, clock))
                .addSubcommand(BenchCommand.commandLine(terminal, detections))
                .setOut(terminal.out())
                .setErr(terminal.err())
                .setColorScheme(CommandLine.Help.defaultColorScheme(
                        terminal.interactive() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF))
                .setUsageHelpWidth(Math.max(LEAST_HELP_COLUMNS, Math.min(terminal.columns(), MOST_HELP_COLUMNS)))
                .setUsageHelpAutoWidth(false)
                .registerConverter(Instant.class, StillwatchCommand::instant)
                .setAbbreviatedOptionsAllowed(false)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(problems)
                .setExecutionExceptionHandler(problems);
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new TypeConversionException("'" + text + "' is no instant; write one like 2026-01-05T00:00:00Z");
        }
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say which command; 'stillwatch demo' needs nothing else");
    }
}
