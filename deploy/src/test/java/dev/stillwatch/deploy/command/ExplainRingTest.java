// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.deploy.console.AlertLine;
import dev.stillwatch.deploy.console.AlertView;
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

/** A ring is told like an account, and an account says which rings it is in. */
@Timeout(30)
class ExplainRingTest {
    private static final String FIRST = ring("r-1", 1_767_571_200_000L, "throttle", "\"acct-1\",\"acct-2\",\"acct-3\"");
    private static final String LAST = ring("r-2", 1_767_657_600_000L, "restrict", "\"acct-1\",\"acct-2\"");
    private static final String OWN =
            "{\"time\":0,\"message\":\"why\",\"finding_info\":{\"uid\":\"f-1\"},\"unmapped\":{\"kind\":\"harvesting\","
                    + "\"subject\":\"acct-1\",\"tier\":\"watch\"}}";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Terminal terminal = new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), false, 100);
    private final CommandLine command = StillwatchCommand.commandLine(terminal);

    @TempDir
    private Path directory;

    @Test
    void aRingIsToldOverTimeWithWhatLinksIt() throws IOException {
        assertThat(explain("ring-a", LAST.replace("restrict", "throttle"), LAST))
                .isZero();

        assertThat(out.toString())
                .containsSubsequence(
                        "2026-01-06 00:00  throttle  ring-a (2 accounts and 1 weakly attached)  [content]",
                        "2026-01-06 00:00  restrict  ring-a (2 accounts and 1 weakly attached)  [content]",
                        "The ring now",
                        "  2 accounts and 1 weakly attached, since 2026-01-01T00:00:00Z",
                        "  link: They have one prompt template.",
                        "  members: acct-1, acct-2",
                        "  weakly attached: weak-1",
                        "  served in recent days: 12 exchanges, 340 output tokens",
                        "  took in: ring-b",
                        "What it rests on now: 6.50 nats");
    }

    @Test
    void anAccountNamesTheRingAfterItsOwnStory() throws IOException {
        assertThat(explain("acct-1", OWN, FIRST, LAST)).isZero();

        assertThat(out.toString())
                .containsSubsequence("acct-1", "why", "member of ring-a (core), see explain ring-a")
                .doesNotContain("The ring now");
    }

    @Test
    void anAccountWithoutAnAlertOfItsOwnNamesTheRingToo() throws IOException {
        assertThat(explain("weak-1", OWN, FIRST, LAST)).isZero();

        assertThat(out.toString())
                .startsWith("No alert of its own.")
                .contains("member of ring-a (weakly attached), see explain ring-a");
    }

    @Test
    void anAccountThatHasLeftTheRingIsNoMember() throws IOException {
        assertThat(explain("acct-3", OWN, FIRST, LAST)).isZero();

        assertThat(out.toString()).startsWith("No alert of its own.").doesNotContain("member of");
    }

    @Test
    void anAccountThatNobodyNamesIsAMistake() throws IOException {
        assertThat(explain("acct-9", OWN, FIRST, LAST)).isEqualTo(2);
        assertThat(err.toString()).hasLineCount(1).contains("acct-9");
    }

    @Test
    void aRingWithoutAnAlertIsToldFromItsLine() throws IOException {
        Files.writeString(
                directory.resolve("rings.jsonl"),
                "{\"id\":\"ring-b\",\"members\":[\"x\"]}\n{\"id\":\"ring-c\",\"members\":[\"acct-4\",\"acct-5\"],"
                        + "\"weak\":[\"acct-6\"],\"tier\":\"watch\",\"highest_tier\":\"watch\",\"score\":1.25,"
                        + "\"exchanges\":60,\"reasons\":[\"They have one prompt template.\"]}\n");

        assertThat(explain("ring-c", LAST)).isZero();

        assertThat(out.toString().lines())
                .containsExactly(
                        "No alert. ring-c is at watch (highest watch) with 1.25 nats of evidence over 60 exchanges.",
                        "members: acct-4, acct-5",
                        "weakly attached: acct-6",
                        "What is known: They have one prompt template.");
        assertThat(explain("ring-", LAST)).isEqualTo(2);
    }

    @Test
    void anAccountWhoseNameIsQuotedInTheVerdictsIsFoundAndTheirHeadIsNone() throws IOException {
        Files.writeString(
                directory.resolve("verdicts.csv"),
                "account,tier,highest_tier,score,a,b,c,d,exchanges,e,reasons\n"
                        + "\"CN=ann,O=acme\",clear,watch,0.500,,,,,12,,\n");

        assertThat(explain("CN=ann,O=acme", LAST)).isZero();
        assertThat(out.toString()).startsWith("No alert. CN=ann,O=acme is at clear (highest watch) with 0.500 nats");
        assertThat(explain("account", LAST)).isEqualTo(2);
    }

    @Test
    void aHostileMemberCannotDriveTheTerminal() throws IOException {
        String hostile = LAST.replace("acct-2", "acct\\u001b[2J\\u202e");

        assertThat(explain("ring-a", hostile)).isZero();
        assertThat(explain("acct-1", hostile.replace("\"ring-a\"", "\"ring\\u001b[2J\"")))
                .isZero();
        assertThat(explain("acct\u001b[2J\u202e", hostile)).isZero();
        assertThat(out.toString())
                .contains(
                        "members: acct-1, acct?[2J?",
                        "member of ring-a (core)",
                        "member of ring?[2J (core), see explain ring?[2J")
                .doesNotContain("\u001b", "\u202e");
    }

    @Test
    void aLineToWatchSaysHowManyAccounts() {
        assertThat(new AlertLine(terminal).of(AlertView.parse(LAST).orElseThrow()))
                .isEqualTo("2026-01-06 00:00  restrict  ring-a (2 accounts and 1 weakly attached)  [content]"
                        + System.lineSeparator() + "    They ask for traces.");
    }

    private int explain(String wanted, String... findings) throws IOException {
        Files.writeString(directory.resolve("alerts.ndjson"), String.join("\n", findings) + "\n");
        return command.execute("explain", wanted, "--data", directory.toString());
    }

    private static String ring(String uid, long time, String tier, String members) {
        return "{\"time\":" + time + ",\"message\":\"They ask for traces.\",\"finding_info\":{\"uid\":\"" + uid
                + "\"},\"unmapped\":{\"kind\":\"ring-harvesting\",\"subject\":\"ring-a\",\"tier\":\"" + tier
                + "\",\"score\":{\"nats\":6.5,\"acting\":[\"content\"],\"signals\":[]},"
                + "\"ring\":{\"id\":\"ring-a\",\"first_seen\":1767225600000,\"core\":2,\"weak\":1,\"members\":["
                + members
                + "],\"weak_members\":[\"weak-1\"],\"links\":[{\"sentence\":\"They have one prompt template.\"}],"
                + "\"predecessors\":[\"ring-b\"],\"exchanges\":12,\"output_tokens\":340}}}";
    }
}
