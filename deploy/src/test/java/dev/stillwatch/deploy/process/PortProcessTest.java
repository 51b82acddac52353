// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Programs are found, waited for, and gone afterwards. */
@Timeout(60)
class PortProcessTest {
    @TempDir
    private Path directory;

    @Test
    void aDirectoryOfItsNameIsNoProgram() throws IOException {
        Path first = Files.createDirectories(directory.resolve("first/nginx"));
        Path program = Files.createFile(
                Files.createDirectory(directory.resolve("second")).resolve("nginx"));
        assertThat(program.toFile().setExecutable(true)).isTrue();
        String path = String.join(
                File.pathSeparator, "", String.valueOf(first.getParent()), String.valueOf(program.getParent()));

        assertThat(PortProcess.program("nginx", path)).contains(program);
        assertThat(PortProcess.program("nginx", String.valueOf(first.getParent())))
                .isEmpty();
    }

    @Test
    void onePassesWhosePortIsOpenAndIsGoneOnceItIsClosed() throws IOException {
        try (ServerSocket open = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            PortProcess started = start(open.getLocalPort(), Duration.ofSeconds(30), "echo $WORD; exec sleep 600");
            assertThat(started.port()).isEqualTo(open.getLocalPort());
            assertThat(sleeping()).isOne();
            started.close();
            assertThat(sleeping()).isZero();
        }
    }

    @Test
    void oneThatEndsFirstSaysWhy() {
        assertThatThrownBy(() -> start(PortProcess.freePort(), Duration.ofSeconds(30), "echo no such $WORD; exit 1"))
                .isInstanceOf(IOException.class)
                .hasMessage("sh ended before its port was open: no such file");
    }

    @Test
    void oneThatTakesTooLongIsGone() {
        assertThatThrownBy(() -> start(PortProcess.freePort(), Duration.ofMillis(300), "exec sleep 600"))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("sh took longer than PT0.3S");
        assertThat(sleeping()).isZero();
    }

    private PortProcess start(int port, Duration patience, String script) throws IOException {
        return PortProcess.start(directory, port, patience, Map.of("WORD", "file"), List.of("sh", "-c", script));
    }

    private static long sleeping() {
        return ProcessHandle.current().children().filter(ProcessHandle::isAlive).count();
    }
}
