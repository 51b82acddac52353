// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LimitsShelfTest {
    private final LimitsShelf shelf = new LimitsShelf(new LimitsLoader(LimitsLoader.Domains.ONCE));
    private final List<String> prepared = new ArrayList<>();

    @TempDir
    private Path directory;

    @Test
    void limitsAreMadeReadyBeforeTheyAreSeen() throws IOException {
        shelf.beforeTaking(next -> prepared.add(domains(next) + " for " + domains(shelf.current())));

        load("domain: first");
        load("domain: second");

        assertThat(prepared).containsExactly("[first] for []", "[second] for [first]");
        assertThat(domains(shelf.current())).containsExactly("second");
    }

    @Test
    void whatIsThereAlreadyIsMadeReadyAtOnce() throws IOException {
        load("domain: first");

        shelf.beforeTaking(next -> prepared.addAll(domains(next)));

        assertThat(prepared).containsExactly("first");
    }

    @Test
    void nothingIsMadeReadyForFilesThatAreRefused() throws IOException {
        shelf.beforeTaking(next -> prepared.addAll(domains(next)));

        load("domain: ''");

        assertThat(prepared).isEmpty();
        assertThat(shelf.loadErrors()).isEqualTo(1);
    }

    private void load(String yaml) throws IOException {
        shelf.replaceFrom(Files.writeString(directory.resolve("limits.yaml"), yaml));
    }

    private static List<String> domains(@Nullable Limits limits) {
        return limits == null ? List.of() : List.copyOf(limits.domains().keySet());
    }
}
