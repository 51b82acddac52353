// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileLookTest {
    @TempDir
    private Path directory;

    private Path file;
    private long time = 1_000_000;

    @BeforeEach
    void create() throws IOException {
        file = directory.resolve("a.yaml");
        write(file, "one");
    }

    @Test
    void filesThatStayAreNoChange() {
        FileLook look = FileLook.beforeLoading(directory, 1);

        assertThat(look.changed()).isFalse();
        assertThat(look.changed()).isFalse();
    }

    @Test
    void whatIsThereAfterLoadingIsAChangeOnce() {
        FileLook look = FileLook.afterLoading(directory, 1);

        assertThat(look.changed()).isTrue();
        assertThat(look.changed()).isFalse();
    }

    @Test
    void aChangeIsToldWhenTwoLooksAgree() throws IOException {
        FileLook look = FileLook.beforeLoading(file, 1);

        write(file, "two");
        assertThat(look.changed()).isFalse();
        write(file, "six");
        assertThat(look.changed()).isFalse();
        assertThat(look.changed()).isTrue();
        assertThat(look.changed()).isFalse();
    }

    @Test
    void aFileThatIsAsItWasWhenLoadedIsNoChange() throws IOException {
        FileLook look = FileLook.beforeLoading(file, 1);

        write(file, "longer");
        assertThat(look.changed()).isFalse();
        time = 1_000_000;
        write(file, "one");
        assertThat(look.changed()).isFalse();
        assertThat(look.changed()).isFalse();
    }

    @Test
    void foldersAreLookedIntoAsDeepAsAsked() throws IOException {
        FileLook shallow = FileLook.beforeLoading(directory, 1);
        FileLook deep = FileLook.beforeLoading(directory, 2);

        write(Files.createDirectory(directory.resolve("keys")).resolve("key.pem"), "key");
        shallow.changed();
        deep.changed();

        assertThat(shallow.changed()).isFalse();
        assertThat(deep.changed()).isTrue();
    }

    @Test
    void filesThatGoAndComeAreChanges() throws IOException {
        FileLook look = FileLook.beforeLoading(file, 1);

        Files.delete(file);
        assertThat(look.changed()).isFalse();
        assertThat(look.changed()).isTrue();
        write(file, "one");
        assertThat(look.changed()).isFalse();
        assertThat(look.changed()).isTrue();
    }

    private void write(Path written, String text) throws IOException {
        Files.writeString(written, text);
        time += 1000;
        Files.setLastModifiedTime(written, FileTime.fromMillis(time));
    }
}
