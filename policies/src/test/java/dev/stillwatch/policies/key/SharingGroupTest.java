// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SharingGroupTest {
    private static final byte[] SECRET = "a secret of thirty-two bytes or more".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path directory;

    @Test
    void whoHasTheKeyIsInTheGroupWhateverTheyCallIt() throws IOException {
        Path file = directory.resolve("labs.key");
        SharingGroup made = new SharingGroupFile(file).create("labs", new SecureRandom());
        SharingGroup read = new SharingGroupFile(file).read();

        assertThat(read.name()).isEqualTo("labs");
        assertThat(read.id()).isEqualTo(made.id()).matches("[0-9a-f]{32}");
        assertThat(read.templates().of("one template"))
                .isEqualTo(made.templates().of("one template"));
        assertThat(SharingGroup.of("other-name", SECRET).id())
                .isEqualTo(SharingGroup.of("labs", SECRET).id());
        assertThat(SharingGroup.of("labs", SECRET).id()).isNotEqualTo(made.id());
        assertThat(SharingGroup.of("labs", SECRET).templates().of("one template"))
                .isNotEqualTo(made.templates().of("one template"));
    }

    @Test
    void theHashIsNotThatOfADeploymentWithTheSameSecret() {
        DeploymentKey deployment = DeploymentKey.of(1, SECRET);
        long hash = SharingGroup.of("labs", SECRET).templates().of("one template");

        assertThat(hash).isNotEqualTo(deployment.textHash("text-skeleton").of("one template"));
    }

    @Test
    void aKeyIsItsOwnersOnlyAndNeverOverwritten() throws IOException {
        Path file = directory.resolve("labs.key");
        new SharingGroupFile(file).create("labs", new SecureRandom());
        String before = Files.readString(file);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThatThrownBy(() -> new SharingGroupFile(file).create("labs", new SecureRandom()))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThat(Files.readString(file)).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "labs",
                "labs abcd",
                "labs zz",
                "la/bs 0000000000000000000000000000000000000000000000000000000000000000",
                "labs 00000000000000000000000000000000000000000000000000000000000000001",
                "labs 0000000000000000000000000000000000000000000000000000000000000000 more",
                "labs 0000000000000000000000000000000000000000000000000000000000000000\nsecond"
            })
    void whatIsNoKeyFileIsRefusedWithoutShowingIt(String content) throws IOException {
        Path file = directory.resolve("labs.key");
        Files.writeString(file, content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));

        assertThatThrownBy(() -> new SharingGroupFile(file).read())
                .isInstanceOf(KeyFileException.class)
                .hasMessageContaining(file.toString())
                .hasMessageNotContaining("0000");
    }

    @Test
    void aFileThatOthersReadIsRefused() throws IOException {
        Path file = directory.resolve("labs.key");
        new SharingGroupFile(file).create("labs", new SecureRandom());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        assertThatThrownBy(() -> new SharingGroupFile(file).read())
                .isInstanceOf(KeyFileException.class)
                .hasMessageContaining("chmod 600");
        assertThatThrownBy(() -> new SharingGroupFile(directory.resolve("none")).read())
                .isInstanceOf(NoSuchFileException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "two words", "-x", "ünï"})
    void aNameIsAPlainWord(String name) {
        assertThatThrownBy(() -> SharingGroup.of(name, SECRET)).isInstanceOf(IllegalArgumentException.class);
    }
}
