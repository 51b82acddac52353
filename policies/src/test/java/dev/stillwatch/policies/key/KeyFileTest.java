// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFileTest {
    private static final byte[] MESSAGE = "m".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path directory;

    @Test
    void makesAKeyOnceAndOnlyForItsOwner() throws IOException {
        KeyFile file = KeyFile.in(directory.resolve("home"));

        DeploymentKey first = file.currentOrNew(new SecureRandom());
        DeploymentKey again = file.currentOrNew(new SecureRandom());

        assertThat(first.epoch()).isEqualTo(1);
        assertThat(again.verifies("p", MESSAGE, first.tag("p", MESSAGE))).isTrue();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.path())))
                .isEqualTo("rw-------");
        try (var entries = Files.list(directory.resolve("home"))) {
            assertThat(entries).containsExactly(file.path());
        }
    }

    @Test
    void theGreatestEpochIsCurrent() throws IOException {
        KeyFile file = written("1 " + "ab".repeat(32) + "\n3 " + "cd".repeat(32) + "\n\n2 " + "ef".repeat(32) + "\n");

        assertThat(file.current().epoch()).isEqualTo(3);
        assertThat(file.all()).extracting(DeploymentKey::epoch).containsExactly(3, 2, 1);
    }

    @Test
    void refusesAFileThatOthersCanRead() throws IOException {
        KeyFile file = written("1 " + "ab".repeat(32) + "\n");
        Files.setPosixFilePermissions(file.path(), PosixFilePermissions.fromString("rw-r-----"));

        assertThatThrownBy(file::current).isInstanceOf(KeyFileException.class).hasMessageContaining("chmod 600");
    }

    @Test
    void namesTheBadLineButNeverShowsIt() throws IOException {
        KeyFile file = written("1 " + "ab".repeat(32) + "\n2 secretsecret\n");

        assertThatThrownBy(file::current)
                .isInstanceOf(KeyFileException.class)
                .hasMessageContaining("line 2")
                .hasMessageNotContaining("secretsecret");
    }

    @Test
    void refusesAShortSecretAndAnEmptyFile() throws IOException {
        assertThatThrownBy(written("1 abcd\n")::current).isInstanceOf(KeyFileException.class);
        assertThatThrownBy(written("\n")::current).isInstanceOf(KeyFileException.class);
    }

    @Test
    void currentNeverMakesAKey() {
        assertThatThrownBy(KeyFile.in(directory)::current).isInstanceOf(NoSuchFileException.class);
    }

    private KeyFile written(String content) throws IOException {
        KeyFile file = KeyFile.in(directory);
        Files.writeString(file.path(), content);
        Files.setPosixFilePermissions(file.path(), PosixFilePermissions.fromString("rw-------"));
        return file;
    }
}
