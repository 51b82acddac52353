// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WorkDirectoryTest {
    @Test
    void itIsGoneWhenItIsClosed() throws Exception {
        Path path;
        try (WorkDirectory directory = WorkDirectory.temporary("stillwatch-test")) {
            path = directory.path();
            Files.writeString(Files.createDirectories(path.resolve("below")).resolve("file"), "text");
        }
        assertThat(path).doesNotExist();
    }

    @Test
    void itIsGoneWhenTheProcessIsStoppedBeforeItIsClosed() throws Exception {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Stopped.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        Path path = Path.of(new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip());

        assertThat(child.waitFor()).isEqualTo(130);
        assertThat(path.toString()).contains("stillwatch-test");
        assertThat(path).doesNotExist();
    }

    /** Makes a directory, says where, and stops in the middle of its work. */
    static final class Stopped {
        public static void main(String[] arguments) throws IOException {
            WorkDirectory directory = WorkDirectory.temporary("stillwatch-test");
            Files.writeString(directory.path().resolve("file"), "text");
            System.out.println(directory.path());
            System.exit(130);
        }
    }
}
