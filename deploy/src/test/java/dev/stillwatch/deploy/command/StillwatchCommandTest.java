// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.deploy.console.Terminal;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class StillwatchCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final CommandLine command = StillwatchCommand.commandLine(
            new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), false, 100));

    @Test
    void noCommandIsOneLineAndTwo() {
        assertThat(command.execute()).isEqualTo(2);
        assertThat(err.toString()).startsWith("stillwatch: ").hasLineCount(1);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void unknownCommandIsOneLineAndTwo() {
        assertThat(command.execute("doctr")).isEqualTo(2);
        assertThat(err.toString()).contains("doctr").contains("doctor").hasLineCount(1);
    }

    @Test
    void unknownOptionIsOneLineThatNamesTheHelp() {
        assertThat(command.execute("doctor", "--jsn")).isEqualTo(2);
        assertThat(err.toString())
                .contains("--jsn")
                .contains("stillwatch doctor --help")
                .hasLineCount(1);
    }

    @Test
    void helpIsThereForEveryCommand() {
        assertThat(command.execute("--help")).isZero();
        for (Map.Entry<String, CommandLine> sub : command.getSubcommands().entrySet()) {
            assertThat(command.execute(sub.getKey(), "--help")).as(sub.getKey()).isZero();
            assertThat(sub.getValue().getCommandSpec().usageMessage().description())
                    .as(sub.getKey())
                    .isNotEmpty();
        }
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void aTerminalTooNarrowForTheHelpStillHasEveryCommand() {
        CommandLine narrow = StillwatchCommand.commandLine(
                new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), true, 20));

        assertThat(narrow.execute("--help")).isZero();
        assertThat(out.toString()).contains("backtest");
    }

    @Test
    void theFirstLineOfEveryHelpIsASentence() {
        assertSentences(command);
    }

    private static void assertSentences(CommandLine parent) {
        for (CommandLine sub : parent.getSubcommands().values()) {
            // What the parent's help shows of it.
            assertThat(sub.getCommandSpec().usageMessage().description()[0])
                    .as(sub.getCommandSpec().qualifiedName())
                    .endsWith(".");
            assertSentences(sub);
        }
    }

    @Test
    void doctorChecksWhatItsHelpNames() {
        assertThat(command.execute("doctor")).isBetween(0, 1);
        assertThat(out.toString()).contains("java", "memory", "temporary", "ports", "keys", "data");
    }

    @Test
    void doctorSaysInOneLineThatAClusterDoesNotAnswer() {
        assertThat(command.execute("doctor", "--bootstrap-servers", "127.0.0.1:1"))
                .isEqualTo(1);
        assertThat(out.toString().lines().filter(line -> line.contains("arrival")))
                .singleElement()
                .asString()
                .contains("did not answer");
    }

    @Test
    void doctorTellsAProgram() {
        assertThat(command.execute("doctor", "--json")).isBetween(0, 1);
        assertThat(out.toString()).startsWith("[{\"check\":\"java\",\"result\":\"ok\"");
    }
}
