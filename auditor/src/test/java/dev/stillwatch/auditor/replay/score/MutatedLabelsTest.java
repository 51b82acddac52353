// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.replay.score;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.auditor.MutatedBytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A damaged file of a run is scored or refused by name. */
class MutatedLabelsTest {
    private static final String LABELS = """
            account,class,campaign
            acct-1,R3,"R3, the first"
            acct-2,heavy-app,
            """;

    private static final String VERDICTS = """
            account,highest_tier,first_action_time,exchanges,exchanges_before_action
            acct-1,throttle,2026-11-01T00:00:00Z,100,3
            acct-2,clear,,20,20
            """;

    private static final String RINGS = """
            {"id":"ring-1","members":["acct-1"],"weak":[],"highest_tier":"throttle","first_tier_time":"2026-11-01T00:00:00Z"}
            """;

    @TempDir
    private Path directory;

    @Test
    void damagedLabelsAreReadOrRefused() throws IOException {
        Files.writeString(directory.resolve("verdicts.csv"), VERDICTS);
        assertThat(refused("labels.csv", LABELS)).isPositive();
    }

    @Test
    void damagedVerdictsAreReadOrRefused() throws IOException {
        Files.writeString(directory.resolve("labels.csv"), LABELS);
        assertThat(refused("verdicts.csv", VERDICTS)).isPositive();
    }

    @Test
    void damagedRingsAreReadOrRefused() throws IOException {
        Files.writeString(directory.resolve("labels.csv"), LABELS);
        Files.writeString(directory.resolve("verdicts.csv"), VERDICTS);
        assertThat(refused("rings.jsonl", RINGS)).isPositive();
    }

    private long refused(String name, String good) {
        Path file = directory.resolve(name);
        return MutatedBytes.of(good.getBytes(StandardCharsets.UTF_8), 3_000)
                .filter(bytes -> {
                    try {
                        Files.write(file, bytes);
                        RunFiles.read(1, directory, directory.resolve("labels.csv"));
                        return false;
                    } catch (IOException e) {
                        assertThat(e).hasMessageContaining(name);
                        return true;
                    }
                })
                .count();
    }
}
