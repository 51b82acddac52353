// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.deploy.console.Terminal;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@Timeout(30)
class PeopleCommandsTest {
    private static final String FINDING =
            "{\"time\":0,\"message\":\"why\",\"finding_info\":{\"uid\":\"f-1\"},\"unmapped\":{\"kind\":\"harvesting\","
                    + "\"subject\":\"acct-1\",\"tier\":\"watch\"}}";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final CommandLine command = StillwatchCommand.commandLine(
            new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), false, 100));

    @TempDir
    private Path directory;

    @Test
    void explainFindsAnAccountAndAnAlert() throws IOException {
        Files.writeString(directory.resolve("alerts.ndjson"), FINDING + "\n");

        assertThat(command.execute("explain", "acct-1", "--data", directory.toString()))
                .isZero();
        assertThat(command.execute("explain", "f-1", "--data", directory.toString()))
                .isZero();
        assertThat(out.toString()).contains("watch").contains("why");
    }

    @Test
    void explainOfAClearAccountIsAnAnswer() throws IOException {
        Files.writeString(directory.resolve("alerts.ndjson"), FINDING + "\n");
        Files.writeString(directory.resolve("verdicts.csv"), """
                account,tier,highest_tier,score,families,ring,first_tier_time,first_action_time,exchanges,exchanges_before_action,reasons
                acct-2,clear,clear,0.000,,,,,12,12,
                """);

        assertThat(command.execute("explain", "acct-2", "--data", directory.toString()))
                .isZero();
        assertThat(out.toString()).startsWith("No alert.");
        assertThat(command.execute("explain", "acct-3", "--data", directory.toString()))
                .isEqualTo(2);
        assertThat(err.toString()).hasLineCount(1).contains("acct-3");
    }

    @Test
    void explainFindsANameThatTheTableQuotesAndNotTheTablesHead() throws IOException {
        Files.createFile(directory.resolve("alerts.ndjson"));
        Files.writeString(directory.resolve("verdicts.csv"), """
                account,tier,highest_tier,score,families,ring,first_tier_time,first_action_time,exchanges,exchanges_before_action,reasons
                "acct-2, ""west""\",clear,clear,0.000,,,,,1,1,
                """);

        assertThat(command.execute("explain", "acct-2, \"west\"", "--data", directory.toString()))
                .as(err.toString())
                .isZero();
        assertThat(out.toString()).contains("is at clear").contains("over 1 exchange.");
        assertThat(command.execute("explain", "account", "--data", directory.toString()))
                .isEqualTo(2);
    }

    @Test
    void explainNeedsASource() {
        assertThat(command.execute("explain", "acct-1")).isEqualTo(2);
        assertThat(err.toString()).hasLineCount(1).contains("--data");
    }

    @Test
    void anUnreachableBrokerIsOneLineWithinTenSeconds() {
        assertThat(command.execute("act", "undo", "acct-1", "--reason", "known", "--bootstrap-servers", "127.0.0.1:1"))
                .isEqualTo(2);
        assertThat(err.toString()).hasLineCount(1).contains("127.0.0.1:1");
    }

    @Test
    void anAddressThatIsNoneIsOneLine() {
        assertThat(command.execute("watch", "--bootstrap-servers", "nonsense")).isEqualTo(2);
        assertThat(err.toString()).hasLineCount(1).contains("HOST:PORT");
    }

    @Test
    void nobodyAtTheDoorIsOneLine() throws IOException {
        Path token = Files.writeString(directory.resolve("token"), "t\n");

        assertThat(command.execute("watch", "--url", "http://127.0.0.1:1", "--token-file", token.toString()))
                .isEqualTo(2);
        assertThat(err.toString()).hasLineCount(1).contains("http://127.0.0.1:1");
    }

    @Test
    void aFolderInPlaceOfATokenIsOneLine() {
        assertThat(command.execute("watch", "--token-file", directory.toString()))
                .isEqualTo(2);
        assertThat(err.toString())
                .hasLineCount(1)
                .contains("--token-file")
                .contains("folder")
                .doesNotContain("Exception");
    }

    @Test
    void anActWithoutASubjectOrAReasonIsNotRecorded() {
        assertThat(command.execute("act", "undo", "", "--reason", "known", "--bootstrap-servers", "127.0.0.1:1"))
                .isEqualTo(2);
        assertThat(command.execute("act", "undo", "acct-1", "--reason", " ", "--bootstrap-servers", "127.0.0.1:1"))
                .isEqualTo(2);
        assertThat(err.toString()).hasLineCount(2).contains("blank").doesNotContain("127.0.0.1:1");
    }

    @Test
    void watchTakesNoLimitBelowNone() {
        assertThat(command.execute("watch", "--limit", "-1")).isEqualTo(2);
        assertThat(err.toString()).hasLineCount(1).contains("--limit");
    }

    @Test
    void aDayWithoutAnInstantIsAskedForInPlainWords() {
        assertThat(command.execute("simulate", "--scenario", "sample", "--start", "yesterday"))
                .isEqualTo(2);
        assertThat(err.toString())
                .contains("'yesterday' is no instant; write one like 2026-01-05T00:00:00Z")
                .doesNotContain("java.time");
    }

    @Test
    void simulateSaysWhatItCannotWriteOrDrawOn() throws IOException {
        String file = Files.writeString(directory.resolve("plain"), "x").toString();
        String empty = Files.createDirectories(directory.resolve("empty")).toString();
        String out = directory.resolve("out").toString();

        assertThat(command.execute("simulate", "--scenario", "sample", "--out", file))
                .isEqualTo(2);
        assertThat(err.toString()).hasLineCount(1).contains("is a file; give a folder");
        assertThat(command.execute("simulate", "--scenario", "sample", "--out", out, "--prompts", empty))
                .isEqualTo(2);
        assertThat(err.toString()).hasLineCount(2).contains("--prompts " + empty);
        assertThat(command.execute("demo", "--out", file)).isEqualTo(2);
        assertThat(err.toString()).hasLineCount(3);
    }

    @Test
    void actNeedsAKindAndAReason() {
        assertThat(command.execute("act")).isEqualTo(2);
        assertThat(command.execute("act", "undo", "acct-1", "--bootstrap-servers", "127.0.0.1:1"))
                .isEqualTo(2);
        assertThat(err.toString()).hasLineCount(2).contains("--reason");
    }
}
