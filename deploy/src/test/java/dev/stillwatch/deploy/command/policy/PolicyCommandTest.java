// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.command.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.deploy.command.StillwatchCommand;
import dev.stillwatch.deploy.console.Terminal;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PolicyCommandTest {
    private static final String PASSPORTS =
            "- {id: p, accounts: [a], purpose: evaluation, owner: o, from: '2026-11-01T00:00:00Z', until: '2026-11-02T00:00:00Z', exchanges_per_day: 5}\n";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder = Path.of("");

    @Test
    void checkSaysWhereAndWhatWasExpected() throws Exception {
        Path file = Files.writeString(folder.resolve("p.yaml"), "name: acme\nversion: 1\nmode: strict\n");
        assertThat(run("policy", "check", file.toString())).isEqualTo(1);
        assertThat(out.toString())
                .isEqualTo(file + ":3:7: 'mode' is \"strict\"; expected shadow (record only) or enforce"
                        + System.lineSeparator());
        Files.writeString(file, "name: acme\nversion: 1\n");
        assertThat(run("policy", "check", file.toString())).isZero();
        assertThat(run("policy", "check", "--json", file.toString())).isZero();
        assertThat(out.toString()).contains("{\"good\":true,\"policy\":\"acme@1\"}");
        assertThat(run("policy", "check", folder.resolve("absent").toString())).isEqualTo(2);
        assertThat(err.toString()).contains("no such policy file or directory");
    }

    @Test
    void explainAndDiffSpeakPlainly() throws Exception {
        Path file = Files.writeString(folder.resolve("p.yaml"), "name: acme\nversion: 1\nmode: enforce\n");
        assertThat(run("policy", "explain")).isZero();
        assertThat(out.toString()).contains("ladder.throttle = 3.0 nats");
        assertThat(run("policy", "diff", "default", file.toString())).isZero();
        assertThat(out.toString()).contains("mode: shadow -> enforce");
        assertThat(run("policy", "diff", file.toString(), file.toString())).isZero();
        assertThat(out.toString()).contains("no difference");
    }

    @Test
    void explainAndDiffReadPassportsThatNobodySignedWhenTold() throws Exception {
        Files.writeString(folder.resolve("policy.yaml"), "name: acme\nversion: 1\n");
        Files.writeString(folder.resolve("passports.yaml"), PASSPORTS);
        assertThat(run("policy", "explain", folder.toString())).isEqualTo(2);
        assertThat(run("policy", "explain", "--allow-unsigned", folder.toString()))
                .isZero();
        assertThat(run("policy", "diff", "--allow-unsigned", "default", folder.toString()))
                .isZero();
    }

    @Test
    void signMakesTheKeyOnceAndTheDirectoryThenPasses() throws Exception {
        Files.writeString(folder.resolve("policy.yaml"), "name: acme\nversion: 1\n");
        Path list = Files.writeString(folder.resolve("passports.yaml"), PASSPORTS);
        Path key = folder.resolve("keys/evals");
        assertThat(run("policy", "check", folder.toString())).isEqualTo(1);
        assertThat(run("policy", "passport", "sign", list.toString(), "--key", key.toString()))
                .isZero();
        assertThat(out.toString()).contains("made the key").contains("signed 1 passport:");
        Files.createDirectory(folder.resolve("trusted-keys"));
        Files.copy(Path.of(key + ".pub.pem"), folder.resolve("trusted-keys/evals.pem"));
        assertThat(run("policy", "check", folder.toString())).as(out.toString()).isZero();
        assertThat(run("policy", "passport", "sign", list.toString(), "--key", key.toString()))
                .isZero();
        assertThat(run("policy", "passport", "sign", "nowhere.yaml")).isEqualTo(2);
        assertThat(run("policy")).isEqualTo(2);
        assertThat(run("policy", "check", "--help")).isZero();
    }

    private int run(String... arguments) {
        return StillwatchCommand.commandLine(
                        new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), false, 100))
                .execute(arguments);
    }
}
