// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddingCacheTest {
    @TempDir
    private Path folder;

    private final AtomicInteger asked = new AtomicInteger();

    private float[] embed(String text) {
        asked.incrementAndGet();
        return new float[] {0.6f, text.isEmpty() ? 0.8f : -0.8f};
    }

    @Test
    void aTextIsEmbeddedOnceOverProcessesAndATornEntryIsForgotten() throws IOException {
        Path file = folder.resolve("embeddings.bin");
        float[] first;
        try (EmbeddingCache cache = EmbeddingCache.open(file, 2, this::embed)) {
            first = cache.apply("a text");
            cache.apply("");
        }
        Files.write(file, new byte[] {1, 2, 3}, StandardOpenOption.APPEND);

        try (EmbeddingCache cache = EmbeddingCache.open(file, 2, this::embed)) {
            assertThat(cache.apply("a text")).containsExactly(first);
            assertThat(cache.apply("")[1]).isPositive();
        }

        assertThat(asked).hasValue(2);
        assertThat(Files.size(file)).isEqualTo(2 * (16 + 4));
    }
}
