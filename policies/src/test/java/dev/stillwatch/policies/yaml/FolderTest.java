// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderTest {
    @TempDir
    private Path folder;

    @Test
    void entriesAreOrderedByName() throws Exception {
        Path second = Files.writeString(folder.resolve("b"), "");
        Path first = Files.createDirectory(folder.resolve("a"));

        assertThat(Folder.entries(folder)).containsExactly(first, second);
    }

    @Test
    void aFolderThatIsNotThereIsRefusedByItsName() {
        Path absent = folder.resolve("absent");

        assertThatThrownBy(() -> Folder.entries(absent))
                .isInstanceOf(RefusedException.class)
                .hasMessage(absent + ":1:1: the directory cannot be read; expected a readable directory");
    }

    @Test
    void aFolderThatFailsWhileItIsReadIsRefusedAndClosed() {
        AtomicBoolean closed = new AtomicBoolean();

        assertThatThrownBy(() -> Folder.entries(
                        folder,
                        asked -> Stream.of("a", "b")
                                .map(name -> next(asked, name))
                                .onClose(() -> closed.set(true))))
                .isInstanceOf(RefusedException.class)
                .hasMessage(folder + ":1:1: the directory cannot be read; expected a readable directory");
        assertThat(closed).isTrue();
    }

    private static Path next(Path folder, String name) {
        if (name.equals("b")) {
            throw new UncheckedIOException(new IOException("the disk is gone"));
        }
        return folder.resolve(name);
    }
}
