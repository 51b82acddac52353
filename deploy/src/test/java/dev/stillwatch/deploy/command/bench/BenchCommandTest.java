// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.command.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.deploy.command.StillwatchCommand;
import dev.stillwatch.deploy.console.Terminal;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

final class BenchCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final CommandLine command = StillwatchCommand.commandLine(
            new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), false, 100));

    @Test
    void everyBenchHasHelp() {
        for (String name : List.of(
                "detection", "rings", "throughput", "latency", "sketch", "forming", "drift", "standing", "ratelimit")) {
            assertThat(command.execute("bench", name, "--help")).as(name).isZero();
        }
        assertThat(out.toString())
                .contains("--covers", "--allowances", "--rounds", "--prompts", "--fit", "--standings", "--only");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void aReplayThatIsNotThereIsOneLineThatNamesThoseThatAre() {
        assertThat(command.execute("bench", "detection", "--rows", "R99")).isEqualTo(2);
        assertThat(err.toString()).contains("R99", "R12", "trace-replay").hasLineCount(1);
    }

    @Test
    void aReplayThatTheBenchOfRingsDoesNotPlayIsOneLine() {
        assertThat(command.execute("bench", "rings", "--rows", "R7")).isEqualTo(2);
        assertThat(err.toString())
                .contains("R7", "R12")
                .doesNotContain("trace-replay")
                .hasLineCount(1);
    }

    @Test
    void rivalsWithoutCustomersAreOneLine() {
        assertThat(command.execute("bench", "rings", "--rivals", "--customers", "0"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("--rivals", "--customers").hasLineCount(1);
    }

    @Test
    void customersBeyondTheirRangeAreOneLine() {
        assertThat(command.execute("bench", "rings", "--customers", "-1")).isEqualTo(2);
        assertThat(err.toString()).contains("customers").hasLineCount(1);
    }

    @Test
    void aCoverBeyondItsRangeIsOneLine() {
        assertThat(command.execute("bench", "detection", "--covers", "120")).isEqualTo(2);
        assertThat(err.toString()).contains("cover").hasLineCount(1);
    }

    @Test
    void aPartThatTheBenchOfTheLimiterDoesNotHaveIsOneLineThatNamesThoseThatItHas() {
        assertThat(command.execute("bench", "ratelimit", "--only", "envoy")).isEqualTo(2);
        assertThat(err.toString())
                .contains("envoy", "decisions", "grpc", "nginx")
                .hasLineCount(1);
    }
}
