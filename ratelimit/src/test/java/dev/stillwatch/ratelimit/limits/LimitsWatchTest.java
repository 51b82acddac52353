// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.policies.yaml.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LimitsWatchTest {
    private final LimitsShelf shelf = new LimitsShelf(new LimitsLoader(LimitsLoader.Domains.ONCE));
    private final List<List<Problem>> heard = new ArrayList<>();

    @TempDir
    private Path directory;

    private Path file;
    private LimitsWatch watch;
    private long time = 1_000_000;

    @BeforeEach
    void load() throws IOException {
        file = directory.resolve("limits.yaml");
        write("domain: first");
        watch = new LimitsWatch(directory, shelf, heard::add);
        assertThat(shelf.current()).isNull();
        assertThat(shelf.replaceFrom(directory)).isEmpty();
    }

    @Test
    void whatDoesNotChangeIsNotReadAgain() {
        watch.run();
        watch.run();

        assertThat(heard).isEmpty();
        assertThat(shelf.loads()).isEqualTo(1);
    }

    @Test
    void aChangeIsTakenWhenTwoLooksAgree() throws IOException {
        write("domain: second");
        watch.run();
        assertThat(heard).isEmpty();
        write("domain: third");
        watch.run();
        assertThat(heard).isEmpty();
        watch.run();

        assertThat(heard).containsExactly(List.of());
        assertThat(domains()).containsExactly("third");
        watch.run();
        assertThat(heard).hasSize(1);
    }

    @Test
    void aBadFileKeepsTheOldOneAndIsToldOnce() throws IOException {
        write("domain: ''");
        watch.run();
        watch.run();
        watch.run();

        assertThat(heard)
                .singleElement()
                .satisfies(problems -> assertThat(problems).hasSize(1));
        assertThat(domains()).containsExactly("first");
        assertThat(shelf.loadErrors()).isEqualTo(1);

        write("domain: mended");
        watch.run();
        watch.run();
        assertThat(domains()).containsExactly("mended");
    }

    @Test
    void aNewFileInTheDirectoryIsSeenAndOneThatGoes() throws IOException {
        Path more = Files.writeString(directory.resolve("more.yaml"), "domain: more");
        watch.run();
        watch.run();
        assertThat(domains()).containsExactlyInAnyOrder("first", "more");

        Files.delete(more);
        watch.run();
        watch.run();
        assertThat(domains()).containsExactly("first");
    }

    @Test
    void aDirectoryThatGoesKeepsTheOldLimits() throws IOException {
        Files.delete(file);
        Files.delete(directory);
        watch.run();
        watch.run();

        assertThat(heard)
                .singleElement()
                .satisfies(problems -> assertThat(problems).hasSize(1));
        assertThat(domains()).containsExactly("first");
        Files.createDirectory(directory);
    }

    private List<String> domains() {
        Limits limits = shelf.current();
        return limits == null ? List.of() : List.copyOf(limits.domains().keySet());
    }

    private void write(String yaml) throws IOException {
        Files.writeString(file, yaml);
        Files.setLastModifiedTime(file, FileTime.fromMillis(time += 1000));
    }
}
