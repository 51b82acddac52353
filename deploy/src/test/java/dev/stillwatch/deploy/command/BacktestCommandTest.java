// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.auditor.runtime.Detections;
import dev.stillwatch.deploy.console.Terminal;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@Timeout(120)
class BacktestCommandTest {
    private static final String RECORD =
            "{\"time\":\"2026-01-05T00:00:%02dZ\",\"id\":\"r-%d\",\"account\":{\"id\":\"acct-1\"},"
                    + "\"request\":{\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]},"
                    + "\"response\":{\"output\":\"hi\"}}\n";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Terminal terminal = new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), false, 100);

    @TempDir
    private Path directory;

    private int backtest(String... arguments) {
        DetectionSource detections = (key, group, remembered) ->
                Detections.standard(key, group, remembered, Path.of("target", "test-cache"), StillwatchCommand.VERSION);
        Problems problems = new Problems(terminal);
        System.setProperty("stillwatch.home", directory.resolve("home").toString());
        try {
            return new CommandLine(new BacktestCommand(terminal, detections, InstantSource.system()))
                    .setParameterExceptionHandler(problems)
                    .setExecutionExceptionHandler(problems)
                    .execute(arguments);
        } finally {
            System.clearProperty("stillwatch.home");
        }
    }

    private void assertOneLine(String expected, String... changes) throws IOException {
        Path usage = Files.writeString(directory.resolve("usage.ndjson"), RECORD.formatted(1, 1));
        List<String> arguments = new ArrayList<>(List.of(changes));
        if (!arguments.contains("--usage")) {
            arguments.addAll(List.of("--usage", usage.toString()));
        }
        if (!arguments.contains("--out")) {
            arguments.addAll(List.of("--out", directory.resolve("out").toString()));
        }
        err.getBuffer().setLength(0);
        assertThat(backtest(arguments.toArray(String[]::new))).as(expected).isEqualTo(2);
        assertThat(err.toString())
                .startsWith("stillwatch: ")
                .hasLineCount(1)
                .contains(expected)
                .doesNotContain("Exception");
    }

    @Test
    void everyWrongInputIsOneLineThatNamesIt() throws IOException {
        String empty = Files.createFile(directory.resolve("empty.ndjson")).toString();
        String file = Files.writeString(directory.resolve("plain"), "x").toString();
        String badPolicy =
                Files.writeString(directory.resolve("bad.yaml"), "name: [\n").toString();
        String labels =
                Files.writeString(directory.resolve("labels.csv"), "who,what\n").toString();

        assertOneLine("--usage", "--usage");
        assertOneLine("no such file", "--usage", "/no/such/file");
        assertOneLine("is empty", "--usage", empty);
        assertOneLine("is a folder", "--usage", directory.toString());
        assertOneLine("is a file", "--out", file);
        assertOneLine("cannot be written", "--out", file + "/below");
        assertOneLine("syslog", "--format", "syslog");
        assertOneLine("bad.yaml:", "--policies", badPolicy);
        assertOneLine("/no/such/policy", "--policies", "/no/such/policy");
        assertOneLine("/no/such/passports", "--passports", "/no/such/passports");
        assertOneLine("no such file", "--labels", "/no/such/labels");
        assertOneLine("'account'", "--labels", labels);
        assertOneLine("is empty", "--labels", empty);
        assertOneLine("--access is not read", "--access", file);
        assertOneLine("--partitions", "--partitions", "0");
        assertOneLine("--threads", "--threads", "many");
        assertOneLine("--shiny", "--shiny");
        assertOneLine("127.0.0.1:1", "--bootstrap-servers", "127.0.0.1:1");
    }

    @Test
    void recordsOfWhichNoneCanBeReadAreNoCleanRun() throws IOException {
        String unread = Files.writeString(directory.resolve("unread.ndjson"), "{\"a\":1}\n")
                .toString();

        assertThat(backtest("--usage", unread, "--out", directory.resolve("out").toString()))
                .isEqualTo(2);
        assertThat(out.toString()).contains("rejected unknown-format: 1").contains("use one of the formats otel, ");
        assertThat(err.toString()).contains("none of these records could be read");
    }

    @Test
    void labelsGiveAScoreboard() throws IOException {
        Path usage = directory.resolve("usage.ndjson");
        StringBuilder records = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            records.append(RECORD.formatted(i, i));
        }
        Files.writeString(usage, records);
        Path labels = Files.writeString(
                directory.resolve("labels.csv"), "\uFEFF\"account\",\"class\",\"campaign\"\r\nacct-1,chat,\r\n");
        Path results = directory.resolve("out");

        assertThat(backtest("--usage", usage.toString(), "--labels", labels.toString(), "--out", results.toString()))
                .as(err.toString())
                .isZero();
        assertThat(out.toString())
                .contains("20 records")
                .contains("blind on native: ", "D12", "logit_bias")
                .contains("benign at throttle or above");
        assertThat(results.resolve("scoreboard.json")).isNotEmptyFile();
        assertThat(results.resolve("scoreboard.md")).isNotEmptyFile();

        assertThat(backtest("--usage", usage.toString(), "--out", results.toString()))
                .as(err.toString())
                .isZero();
        assertThat(results.resolve("summary.json")).isNotEmptyFile();
        // It would tell of another run than the files beside it.
        assertThat(results.resolve("scoreboard.json")).doesNotExist();
        assertThat(results.resolve("scoreboard.md")).doesNotExist();
    }
}
