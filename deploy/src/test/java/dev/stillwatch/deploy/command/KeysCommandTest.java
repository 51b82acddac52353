// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.deploy.console.Terminal;
import dev.stillwatch.policies.key.KeyFile;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class KeysCommandTest {
    private final StringWriter out = new StringWriter();

    @TempDir
    private Path home;

    @Test
    void rotateAddsAKeyAndListShowsEpochsAndNoSecret() throws Exception {
        KeyFile.in(home).currentOrNew(new SecureRandom());
        Terminal terminal = new Terminal(new PrintWriter(out, true), new PrintWriter(out, true), false, 100);
        CommandLine keys =
                new CommandLine(new KeysCommand(terminal, () -> Instant.parse("2026-11-24T12:00:00Z"), () -> home));

        assertThat(keys.execute("rotate")).isZero();
        assertThat(keys.execute("list")).isZero();

        assertThat(out.toString())
                .contains("epoch 2 hashes records from 2026-11-25T00:00:00Z")
                .contains("epoch 2  from 2026-11-25T00:00:00Z")
                .contains("epoch 1  from the first");
        for (String line : Files.readAllLines(home.resolve(KeyFile.NAME))) {
            assertThat(out.toString()).doesNotContain(line.split(" ")[1]);
        }
    }
}
