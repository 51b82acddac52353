// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Request-response rows and audit log entries on their way through the stream; the merge waits two minutes. */
class VertexJoinStreamTest {
    @TempDir
    private Path state;

    @Test
    void aRowIsJudgedUnderTheCallerOfItsAuditEntry() {
        try (AuditorDriver auditor = new AuditorDriver(state, true)) {
            auditor.usage(row("00:00:12", "7"));
            auditor.usage(entry("00:00:10", "7"));
            auditor.end();
            assertThat(auditor.judged()).containsExactly("caller@example.com 11-01T00:01 [7]");
            assertThat(auditor.rejects()).isEmpty();
        }
    }

    @Test
    void theOrderOfTheHalvesDoesNotMatter() {
        try (AuditorDriver auditor = new AuditorDriver(state, true)) {
            auditor.usage(entry("00:00:10", "7"));
            auditor.usage(entry("00:00:10", "8"));
            auditor.usage(row("00:00:12", "8"));
            auditor.usage(row("00:00:12", "7"));
            auditor.end();
            assertThat(auditor.judged()).containsExactly("caller@example.com 11-01T00:01 [7,8]");
        }
    }

    @Test
    void aRowWithoutItsAuditEntryIsAnUnmatchedFragment() {
        try (AuditorDriver auditor = new AuditorDriver(state, true)) {
            auditor.usage(row("00:00:12", "7"));
            auditor.usage(entry("00:00:10", "8"));
            auditor.end();
            // The other way round the call is known, though not what was asked: rows may be sampled.
            assertThat(auditor.judged()).containsExactly("caller@example.com 11-01T00:01 [8]");
            assertThat(auditor.rejects()).containsExactly("unmatched-fragment");
        }
    }

    @Test
    void anEmptyIdJoinsNothing() {
        try (AuditorDriver auditor = new AuditorDriver(state, true)) {
            auditor.usage(row("00:00:12", ""));
            auditor.usage(entry("00:00:10", ""));
            auditor.end();
            assertThat(auditor.judged()).isEmpty();
            assertThat(auditor.rejects()).containsExactlyInAnyOrder("no-account", "unmatched-fragment");
        }
    }

    @Test
    void entriesOfOtherServicesAreNoUsage() {
        try (AuditorDriver auditor = new AuditorDriver(state, true)) {
            auditor.usage(entry("00:00:10", "7").replace("aiplatform", "storage"));
            auditor.end();
            assertThat(auditor.judged()).isEmpty();
            assertThat(auditor.rejects()).containsExactly("not-usage");
        }
    }

    private static String row(String time, String id) {
        return "{\"logging_time\":\"2026-11-01T" + time + "Z\",\"request_id\":\"" + id
                + "\",\"model\":\"publishers/google/models/m\",\"api_method\":\"GenerateContent\",\"full_request\":"
                + "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"What is a still?\"}]}]},\"full_response\":{}}";
    }

    private static String entry(String time, String id) {
        return "{\"timestamp\":\"2026-11-01T" + time + "Z\",\"operation\":{\"id\":\"" + id
                + "\"},\"protoPayload\":{\"serviceName\":\"aiplatform.googleapis.com\",\"methodName\":"
                + "\"google.cloud.aiplatform.v1.PredictionService.GenerateContent\",\"authenticationInfo\":"
                + "{\"principalEmail\":\"caller@example.com\"},\"requestMetadata\":{\"callerIp\":\"203.0.113.7\"}}}";
    }
}
