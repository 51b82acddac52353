// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.command;

import dev.stillwatch.auditor.replay.BacktestFailedException;
import dev.stillwatch.auditor.runtime.BrokerUnavailableException;
import dev.stillwatch.auditor.sharing.SharingException;
import dev.stillwatch.deploy.console.Terminal;
import dev.stillwatch.policies.key.KeyFileException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns whatever goes wrong into one line on standard error and exit code 2; a trace only when asked for. */
final class Problems implements IParameterExceptionHandler, IExecutionExceptionHandler {
    /** Root option, valid after every subcommand. */
    static final String TRACE_OPTION = "--stacktrace";

    private final Terminal terminal;

    Problems(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public int handleParseException(ParameterException problem, String[] args) {
        CommandLine command = problem.getCommandLine();
        String line = firstLine(problem.getMessage());
        if (problem instanceof UnmatchedArgumentException unmatched) {
            List<String> near = unmatched.getSuggestions();
            if (!near.isEmpty()) {
                line += "; did you mean '" + String.join("' or '", near) + "'?";
            }
        }
        say(line + " (see '" + command.getCommandSpec().qualifiedName() + " --help')");
        trace(problem, List.of(args).contains(TRACE_OPTION));
        return ExitCode.INPUT;
    }

    @Override
    public int handleExecutionException(Exception problem, CommandLine command, ParseResult parsed) {
        say(line(problem));
        trace(problem, parsed.originalArgs().contains(TRACE_OPTION));
        return ExitCode.INPUT;
    }

    /** What the person reads. */
    static String line(Throwable problem) {
        // These say what is wrong and what to do in one line of their own.
        if (problem instanceof InputProblem
                || problem instanceof BrokerUnavailableException
                || problem instanceof BacktestFailedException
                || problem instanceof KeyFileException
                || problem instanceof SharingException) {
            return firstLine(problem.getMessage());
        }
        if (problem instanceof NoSuchFileException missing) {
            return "no such file or directory: " + missing.getFile();
        }
        if (problem instanceof AccessDeniedException denied) {
            return "no permission for " + denied.getFile();
        }
        if (problem instanceof NotDirectoryException file) {
            return "not a directory: " + file.getFile();
        }
        if (problem instanceof FileAlreadyExistsException there) {
            return "already exists: " + there.getFile();
        }
        if (problem instanceof UncheckedIOException io && io.getCause() != null) {
            return line(io.getCause());
        }
        return "failed: " + problem.getClass().getSimpleName() + ": " + firstLine(problem.getMessage())
                + " (run again with " + TRACE_OPTION + " to see where)";
    }

    private static String firstLine(@org.jspecify.annotations.Nullable String message) {
        return message == null || message.isBlank()
                ? "no message"
                : message.strip().lines().findFirst().orElse("no message");
    }

    private void say(String line) {
        terminal.err().println("stillwatch: " + line);
    }

    private void trace(Exception problem, boolean wanted) {
        if (wanted) {
            problem.printStackTrace(terminal.err());
        }
    }
}
