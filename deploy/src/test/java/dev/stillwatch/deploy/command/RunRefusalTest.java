// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.auditor.runtime.EmbeddedBroker;
import dev.stillwatch.deploy.console.Terminal;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What keeps {@code run} from starting is said in one line that names the remedy. */
@Timeout(240)
class RunRefusalTest {
    private final StringWriter err = new StringWriter();
    private final Terminal terminal =
            new Terminal(new PrintWriter(new StringWriter(), true), new PrintWriter(err, true), false, 100);

    @TempDir
    private Path directory;

    @Test
    void aTakenPortIsOneLine() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(run("--broker-port", String.valueOf(taken.getLocalPort())))
                    .isEqualTo(2);
            assertThat(err.toString()).hasLineCount(1).contains("--broker-port");
        }
    }

    @Test
    void missingTopicsAreNamedAndOffered() throws IOException {
        try (EmbeddedBroker broker = EmbeddedBroker.startTemporary()) {
            assertThat(run("--bootstrap-servers", broker.bootstrapServers())).isEqualTo(2);
            assertThat(err.toString()).hasLineCount(1).contains("llm.usage").contains("--create-topics");
        }
    }

    @Test
    void anUnreachableBrokerIsOneLine() {
        assertThat(run("--bootstrap-servers", "127.0.0.1:1")).isEqualTo(2);
        assertThat(err.toString()).hasLineCount(1).contains("127.0.0.1:1");
    }

    @Test
    void aBadPolicyIsOneLineAndLeavesNothing() throws IOException {
        Path bad = Files.writeString(directory.resolve("bad.yaml"), "name: x\nversion: one\n");
        assertThat(run("--policies", bad.toString())).isEqualTo(2);
        assertThat(err.toString()).hasLineCount(1).contains("bad.yaml:2:");
        assertThat(home()).doesNotExist();
    }

    @Test
    void wrongValuesAreOneLineEach() {
        for (List<String> wrong : List.of(
                List.of("--port", "70000"),
                List.of("--port", "many"),
                List.of("--threads", "0"),
                List.of("--instance", "a b"),
                List.of("--format", "syslog"),
                List.of("--host", "no.such.host.invalid"),
                List.of("--policies", "/no/such/file"))) {
            err.getBuffer().setLength(0);
            assertThat(run(wrong.toArray(String[]::new))).as(wrong.toString()).isEqualTo(2);
            assertThat(err.toString())
                    .as(wrong.toString())
                    .startsWith("stillwatch: ")
                    .hasLineCount(1);
        }
    }

    @Test
    void oneProcessAHome() throws IOException {
        try (HomeLock lock = HomeLock.take(home())) {
            assertThat(run("--broker-port", "0")).isEqualTo(2);
            assertThat(err.toString()).hasLineCount(1).contains("STILLWATCH_HOME");
        }
    }

    private Path home() {
        return directory.resolve("home");
    }

    private int run(String... arguments) {
        return RunLine.run(terminal, home(), arguments);
    }
}
