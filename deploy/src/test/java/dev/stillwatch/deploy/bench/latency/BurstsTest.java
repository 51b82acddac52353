// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.latency;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BurstsTest {
    @TempDir
    private Path folder;

    @Test
    void aBurstIsToldInItsAccountsNameAndTime() throws IOException {
        Bursts bursts = Bursts.in(folder);

        JsonNode record = new ObjectMapper().readTree(bursts.harvest(7, 3, 1_767_571_200_000L));

        assertThat(record.at("/account/id").asText()).isEqualTo(Bursts.name(7));
        assertThat(record.path("time").asText()).isEqualTo("2026-01-05T00:00:00Z");
        assertThat(record.path("id").asText()).isEqualTo("burst-7-3");
        assertThat(record.at("/request/messages/0/content").asText()).isNotBlank();
    }

    @Test
    void ranksAreTheNearest() {
        LatencyReading.Hop hop = LatencyReading.Hop.of("hop", List.of(40L, 10L, 30L, 20L));

        assertThat(hop.p50Millis()).isEqualTo(20);
        assertThat(hop.p99Millis()).isEqualTo(40);
    }
}
