// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** OpenTelemetry's spans and the events with their messages on their way through the stream. */
class OtelJoinStreamTest {
    @TempDir
    private Path state;

    @Test
    void aSpanAndTheEventWithItsMessagesAreOneExchange() {
        try (AuditorDriver auditor = new AuditorDriver(state, true)) {
            auditor.usage(span("s1"));
            auditor.usage(event("s1"));
            auditor.end();
            assertThat(auditor.judged()).containsExactly("acct-1 11-01T00:01 [t-s1]");
            assertThat(auditor.rejects()).isEmpty();
        }
    }

    @Test
    void anEventWithoutItsSpanCountsByItself() {
        try (AuditorDriver auditor = new AuditorDriver(state, true)) {
            auditor.usage(event("s1"));
            auditor.end();
            assertThat(auditor.judged()).containsExactly("acct-1 11-01T00:01 [t-s1]");
            assertThat(auditor.rejects()).isEmpty();
        }
    }

    @Test
    void aSpanThatHasTheMessagesItselfAndItsEventAreOneCall() {
        try (AuditorDriver auditor = new AuditorDriver(state, true)) {
            auditor.usage(
                    event("s1").replace("timeUnixNano", "startTimeUnixNano").replace("eventName", "name"));
            auditor.usage(event("s1"));
            auditor.end();
            assertThat(auditor.judged()).containsExactly("acct-1 11-01T00:01 [t-s1]");
            assertThat(auditor.rejects()).containsExactly("duplicate");
        }
    }

    // 2026-11-01T00:00:12Z
    private static String span(String id) {
        return record(id, "\"startTimeUnixNano\":\"1793491212000000000\"", "");
    }

    private static String event(String id) {
        return record(
                id,
                "\"timeUnixNano\":\"1793491213000000000\",\"eventName\":\"gen_ai.client.inference.operation.details\"",
                ","
                        + text(
                                "gen_ai.input.messages",
                                "[{\\\"role\\\":\\\"user\\\",\\\"content\\\":\\\"What is a still?\\\"}]"));
    }

    private static String record(String id, String what, String more) {
        return "{\"traceId\":\"t\",\"spanId\":\"" + id + "\"," + what + ",\"attributes\":[" + text("user.id", "acct-1")
                + "," + text("gen_ai.operation.name", "chat") + more + "]}";
    }

    private static String text(String key, String value) {
        return "{\"key\":\"" + key + "\",\"value\":{\"stringValue\":\"" + value + "\"}}";
    }
}
