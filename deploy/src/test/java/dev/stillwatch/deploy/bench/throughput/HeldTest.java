// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.throughput;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HeldTest {
    @TempDir
    private Path directory;

    @Test
    void filesBelowTheDirectoriesAreSummed() throws IOException {
        Path stores = Files.createDirectories(directory.resolve("stores/task/rocksdb"));
        Path logs = Files.createDirectory(directory.resolve("logs"));
        Files.write(stores.resolve("one"), new byte[3_000_000]);
        Files.write(logs.resolve("two"), new byte[1_000_000]);
        Held.begin();
        Held held = Held.now(directory.resolve("stores"), logs);
        assertThat(held.stores()).isEqualTo(3_000_000);
        assertThat(held.logs()).isEqualTo(1_000_000);
        assertThat(held.heap()).isPositive();
        assertThat(held.line()).contains("state stores 3 MB", "broker's logs 1 MB");
    }
}
