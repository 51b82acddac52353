// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.stillwatch.deploy.endtoend.Replays.Shape;
import dev.stillwatch.policies.passport.Passport;
import dev.stillwatch.policies.policy.Policy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every kind of bad record in one file: each is named and counted, and what is good around them is judged. */
final class BadInputReplayTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ByteArrayOutputStream file = new ByteArrayOutputStream();
    private int written;

    @TempDir
    private Path directory;

    @Test
    void everyBadRecordIsNamedAndCountedAndTheStreamGoesOn() throws Exception {
        good("first", "");
        raw("{\"time\":");
        raw("{\"weather\":\"fine\"}");
        raw("{\"account\":{\"id\":\"a\"},\"request\":{\"messages\":[]}}");
        raw("{\"time\":\"2026-11-01T00:00:00Z\",\"request\":{\"messages\":[]}}");
        record("1970-01-01T00:00:00Z", "old", "");
        record("2099-01-01T00:00:00Z", "future", "");
        good("negative", ",\"response\":{\"output_tokens\":-1}");
        good("text", ",\"response\":{\"output_tokens\":\"many\"}");
        good("nan", ",\"request\":{\"temperature\":NaN}");
        good(
                "ten-megabytes",
                ",\"request\":{\"messages\":[{\"role\":\"user\",\"content\":\"" + "word ".repeat(2 << 20) + "\"}]}");
        raw("{\"pad\":\"" + "x".repeat(17 << 20) + "\"}");
        bytes(new byte[] {'{', '"', (byte) 0xC3, (byte) 0x28, '"', ':', '1', '}'});
        good("twice", "");
        good("twice", "");
        good("stranger", ",\"passport\":\"pp-unknown\"");
        good("foreign", ",\"passport\":\"pp-other\"");
        raw(modelPart("alone"));
        raw(modelPart("whole"));
        raw(gatewayPart("whole"));
        raw(gatewayPart("c".repeat(300)));
        raw("[" + text("2026-11-01T00:00:00Z", "in-batch", "") + "]");
        good("last", "");

        Path usage = Files.write(directory.resolve("bad.ndjson"), file.toByteArray());
        Path out = directory.resolve("out");
        var summary = Replays.run(usage, out, new Shape(2, 2, false), withPassport());
        JsonNode written = JSON.readTree(out.resolve("summary.json").toFile());

        Map<String, Long> rejected = new TreeMap<>();
        written.path("rejected")
                .fields()
                .forEachRemaining(e -> rejected.put(e.getKey(), e.getValue().asLong()));
        assertThat(rejected)
                .isEqualTo(new TreeMap<>(Map.ofEntries(
                        Map.entry("malformed-json", 1L),
                        Map.entry("unknown-format", 1L),
                        Map.entry("no-time", 1L),
                        Map.entry("no-account", 1L),
                        Map.entry("time-too-old", 1L),
                        Map.entry("time-in-future", 1L),
                        Map.entry("negative-value", 1L),
                        Map.entry("wrong-type", 1L),
                        Map.entry("not-a-number", 1L),
                        Map.entry("too-large", 1L),
                        Map.entry("invalid-utf8", 1L),
                        Map.entry("duplicate", 1L),
                        Map.entry("unmatched-fragment", 1L),
                        Map.entry("bad-correlation", 1L))));
        assertThat(written.path("records").asLong()).isEqualTo(this.written);
        assertThat(written.path("merged").asLong()).isEqualTo(1);
        assertThat(written.path("not-checked").asLong(-1)).isZero();
        assertThat(written.path("buckets-closed-early").asLong(-1)).isZero();
        assertThat(written.path("groups-closed-early").asLong(-1)).isZero();
        assertThat(written.path("conflicting-ids").asLong(-1)).isZero();
        assertThat(written.path("unreadable").asLong(-1)).isZero();
        assertThat(written.path("late").isObject()).isTrue();
        assertThat(summary.accepted() + summary.merged() + 14).isEqualTo(summary.records());
        List<String> alerts = Files.readAllLines(out.resolve("alerts.ndjson"));
        assertThat(alerts).anyMatch(alert -> alert.contains("pp-unknown") && alert.contains("is not registered"));
        assertThat(alerts).anyMatch(alert -> alert.contains("pp-other") && alert.contains("for other accounts"));
        OcsfSchema.orSkip().requireEachLine(out.resolve("alerts.ndjson"));
    }

    private static Policy withPassport() {
        Policy policy = Replays.POLICY;
        Passport other = new Passport(
                "pp-other", Set.of("another"), Passport.Purpose.EVALUATION, "", "team", 0, Long.MAX_VALUE, 1_000);
        return policy.withPassports(List.of(other));
    }

    private void good(String id, String more) throws IOException {
        record("2026-11-01T00:00:00Z", id, more);
    }

    private void record(String time, String id, String more) throws IOException {
        raw(text(time, id, more));
    }

    private static String text(String time, String id, String more) {
        return "{\"time\":\"" + time + "\",\"id\":\"" + id + "\",\"account\":{\"id\":\"acct-1\"}" + more + "}";
    }

    private static String modelPart(String correlation) {
        return "{\"TimeGenerated\":\"2026-11-01T00:00:01Z\",\"CorrelationId\":\"" + correlation
                + "\",\"SequenceNumber\":1,\"OperationName\":\"ChatCompletions_Create\",\"ModelName\":\"m\","
                + "\"PromptTokens\":10,\"CompletionTokens\":6,\"TotalTokens\":16,"
                + "\"Type\":\"ApiManagementGatewayLlmLog\"}";
    }

    private static String gatewayPart(String correlation) {
        return "{\"time\":\"2026-11-01T00:00:02Z\",\"category\":\"GatewayLogs\","
                + "\"operationName\":\"Microsoft.ApiManagement/GatewayLogs\",\"correlationId\":\"" + correlation
                + "\",\"properties\":{\"method\":\"POST\",\"url\":\"https://gw/openai/deployments/d/chat/completions\","
                + "\"responseCode\":200,\"apimSubscriptionId\":\"acct-2\","
                + "\"operationId\":\"ChatCompletions_Create\"}}";
    }

    private void raw(String line) throws IOException {
        bytes(line.getBytes(StandardCharsets.UTF_8));
    }

    private void bytes(byte[] line) throws IOException {
        file.write(line);
        file.write('\n');
        written++;
    }
}
