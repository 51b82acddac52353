// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OwnerOnlyFileTest {
    @TempDir
    private Path directory;

    @Test
    void theSecondToMakeItFindsTheFirstOnesContent() throws IOException {
        OwnerOnlyFile file = new OwnerOnlyFile(directory.resolve("secret"));

        assertThat(file.createOnce("first\n")).isTrue();
        assertThat(file.createOnce("second\n")).isFalse();

        assertThat(file.lines()).containsExactly("first");
        assertThat(directory).isDirectoryNotContaining("glob:**.new");
    }

    @Test
    void theDirectoryThatItMakesIsItsOwnersToo() throws IOException {
        Path home = directory.resolve("home");
        new OwnerOnlyFile(home.resolve("secret")).createOnce("content\n");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home)))
                .isEqualTo("rwx------");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw--w----", "rw-----w-", "rw----r--", "rwx------"})
    void aFileWithAnyFurtherPermissionIsNotRead(String permissions) throws IOException {
        Path path = Files.writeString(directory.resolve("secret"), "content\n");
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));

        assertThatThrownBy(new OwnerOnlyFile(path)::lines)
                .isInstanceOf(KeyFileException.class)
                .hasMessageContaining("chmod 600 " + path);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-------", "r--------"})
    void aFileOfItsOwnersOnlyIsRead(String permissions) throws IOException {
        Path path = Files.writeString(directory.resolve("secret"), "content\n");
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));

        assertThat(new OwnerOnlyFile(path).lines()).containsExactly("content");
    }

    @Test
    void linesAreAddedToAFileOfItsOwnersOnly() throws IOException {
        Path path = directory.resolve("record");
        OwnerOnlyFile file = new OwnerOnlyFile(path);
        file.append("first");
        file.append("sécond");

        assertThat(file.lines()).containsExactly("first", "sécond");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-------");

        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-rw----"));
        assertThatThrownBy(() -> file.append("third"))
                .isInstanceOf(KeyFileException.class)
                .hasMessageContaining("chmod 600 " + path);
        assertThat(path).hasContent("first\nsécond");
    }

    @Test
    void theRootIsNoFile() {
        assertThatThrownBy(() -> new OwnerOnlyFile(Path.of("/")).createOnce("content\n"))
                .isInstanceOf(KeyFileException.class)
                .hasMessageContaining("has no directory");
    }

    /** The file system in an archive knows no owners unless it is told to. */
    @Test
    void itIsReadWhereNobodyOwnsAnything() throws IOException {
        URI archive = URI.create("jar:" + directory.resolve("archive.zip").toUri());
        try (FileSystem ownerless = FileSystems.newFileSystem(archive, Map.of("create", "true"))) {
            OwnerOnlyFile file = new OwnerOnlyFile(ownerless.getPath("/home/secret"));
            Files.createDirectory(ownerless.getPath("/home"));
            file.replace("content\n");

            assertThat(file.lines()).containsExactly("content");
        }
    }
}
