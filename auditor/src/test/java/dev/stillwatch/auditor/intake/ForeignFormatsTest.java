// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stillwatch.auditor.intake.Decoding.Decoded;
import dev.stillwatch.auditor.intake.Decoding.Reason;
import dev.stillwatch.auditor.intake.Decoding.Rejected;
import dev.stillwatch.policies.exchange.Field;
import dev.stillwatch.policies.exchange.FieldSet;
import dev.stillwatch.policies.policy.SourceMapping;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What all foreign formats share, told from one full record of each. */
class ForeignFormatsTest {
    private static final SourceMap SOURCES = SourceMap.of(List.of(
            new SourceMapping("vertex", "/principal"),
            new SourceMapping("envoy-ai-gateway", "/x-tenant"),
            new SourceMapping("bedrock", "/nowhere")));

    static List<String> formats() {
        return Intake.REGISTRY.formats().stream()
                .filter(format -> !format.equals("native"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("formats")
    void shouldRecogniseAndReadEveryFieldThatTheFormatCovers(String format) {
        Decoded decoded = Intake.decoded(Intake.fixture(format + "/full.json"), SOURCES);
        UsageRecord record = decoded.records().get(0);

        assertThat(decoded.format()).isEqualTo(format);
        FieldSet other = format.equals("vertex")
                ? Intake.one(Intake.fixture("vertex/audit.json"), VertexJoinTest.JOINED)
                        .present()
                : FieldSet.NONE;
        assertThat(record.present().union(other).fields())
                .containsExactlyElementsOf(Intake.REGISTRY.covers(format).fields());
        assertThat(record.time().truncatedTo(ChronoUnit.SECONDS)).isEqualTo(Instant.parse("2026-11-22T01:02:03Z"));
        assertThat(record.account())
                .contains(format.equals("bedrock") ? "arn:aws:sts::111122223333:assumed-role/app" : "acct-1");
        assertThat(record.request().model()).isEqualTo("m-large-2");
    }

    /** The gateway's own deployment (a service, an AWS account, a project, a resource) is no customer's organisation. */
    @ParameterizedTest
    @ValueSource(strings = {"otel", "bedrock", "azure-openai", "vertex"})
    void whatNamesTheDeploymentIsNobodysOrganisation(String format) {
        assertThat(Intake.one(Intake.fixture(format + "/full.json"), SOURCES).has(Field.ORG))
                .isFalse();
        assertThat(Intake.REGISTRY.covers(format).has(Field.ORG)).isFalse();
    }

    @Test
    void anEntryOfTheAuditLogNamesNoOrganisation() {
        assertThat(Intake.one(Intake.fixture("vertex/audit.json"), VertexJoinTest.JOINED)
                        .has(Field.ORG))
                .isFalse();
    }

    @ParameterizedTest
    @MethodSource("formats")
    void shouldCountTokensAlike(String format) {
        UsageRecord record = Intake.one(Intake.fixture(format + "/full.json"), SOURCES);
        UsageRecord.Response response = record.response();

        assertThat(response.inputTokens()).isEqualTo(record.has(Field.INPUT_TOKENS) ? 210 : 0);
        assertThat(response.outputTokens()).isEqualTo(record.has(Field.OUTPUT_TOKENS) ? 640 : 0);
        assertThat(response.cachedTokens()).isEqualTo(record.has(Field.CACHED_TOKENS) ? 10 : 0);
        assertThat(response.reasoningTokens()).isEqualTo(record.has(Field.REASONING_TOKENS) ? 40 : 0);
        assertThat(response.latencyMillis()).isBetween(record.has(Field.LATENCY) ? 1_829L : 0, 1_831L);
    }

    @ParameterizedTest
    @MethodSource("formats")
    void shouldReadTextAndParametersAlike(String format) {
        UsageRecord record = Intake.one(Intake.fixture(format + "/full.json"), SOURCES);
        UsageRecord.Request request = record.request();

        assertThat(Turns.of(request.messages()))
                .isEqualTo(record.has(Field.PROMPT_TEXT) ? List.of("What is a still?") : List.of());
        assertThat(request.system()).isEqualTo(record.has(Field.SYSTEM_TEXT) ? "Answer briefly." : "");
        assertThat(record.response().output()).isEqualTo(record.has(Field.OUTPUT_TEXT) ? "A distiller's vessel." : "");
        assertThat(request.temperature()).isEqualTo(record.has(Field.TEMPERATURE) ? 0.7 : 0);
        assertThat(request.choices()).isEqualTo(record.has(Field.CHOICES) ? 2 : 0);
        assertThat(request.maxTokens()).isEqualTo(record.has(Field.MAX_TOKENS) ? 1_024 : 0);
        assertThat(request.topLogprobs()).isEqualTo(record.has(Field.LOGPROBS) ? 5 : 0);
        assertThat(record.response().refused()).isEqualTo(record.has(Field.REFUSED));
    }

    @ParameterizedTest
    @ValueSource(strings = {"vertex", "envoy-ai-gateway"})
    void shouldSayHowToMapTheAccountOfAFormatWithoutCaller(String format) {
        Rejected rejected = Intake.rejected(Intake.fixture(format + "/full.json"));

        assertThat(rejected.reason()).isEqualTo(Reason.NO_ACCOUNT);
        assertThat(rejected.remedy()).contains("sources").contains(format);
    }

    @ParameterizedTest
    @MethodSource("formats")
    void shouldReadANamedFormatAsTheSame(String format) {
        byte[] raw = Intake.fixture(format + "/full.json");

        assertThat(Intake.REGISTRY.decode(raw, format, SOURCES, Intake.LATEST)).isEqualTo(Intake.decode(raw, SOURCES));
    }

    @Test
    void shouldUnwrapACloudEventAndNameItsRecord() {
        ObjectNode inner = Intake.tree("glasswally/full.json");
        inner.remove("request_id");
        ObjectNode event = inner.objectNode()
                .put("specversion", "1.0")
                .put("type", "usage")
                .put("source", "/gw")
                .put("id", "7");
        byte[] asObject = Intake.bytes(event.deepCopy().set("data", inner).toString());
        byte[] asBytes = Intake.bytes(
                event.put("data_base64", Base64.getEncoder().encodeToString(Intake.bytes(inner.toString())))
                        .toString());

        assertThat(Intake.one(asObject).id()).contains("/gw/7");
        assertThat(Intake.one(asBytes)).isEqualTo(Intake.one(asObject));
        assertThat(Intake.one(asObject).has(Field.ID)).isTrue();
    }

    @Test
    void shouldRejectACloudEventWithoutARecord() {
        String event = "{\"specversion\":\"1.0\",\"type\":\"t\",\"source\":\"s\",\"id\":\"1\",\"data_base64\":\"%\"}";

        assertThat(Intake.rejected(Intake.bytes(event)).reason()).isEqualTo(Reason.WRONG_TYPE);
    }

    @Test
    void shouldPinTheFormatNames() {
        assertThat(Intake.REGISTRY.formats())
                .containsExactly(
                        "otel",
                        "litellm",
                        "bedrock",
                        "azure-apim",
                        "azure-openai",
                        "vertex",
                        "envoy-ai-gateway",
                        "apisix",
                        "kong",
                        "glasswally",
                        "native");
    }

    @Test
    void shouldPrintTheCoverageMatrix() {
        CoverageMatrix matrix = CoverageMatrix.of(Intake.REGISTRY);

        assertThat(matrix.toCsv().lines())
                .hasSize(1 + Field.values().length)
                .startsWith("field,otel,litellm,bedrock,azure-apim,azure-openai,vertex,envoy-ai-gateway,apisix,kong,"
                        + "glasswally,native")
                .contains("logprobs,0,1,0,1,0,1,0,1,1,0,1", "passport,0,0,0,0,0,0,0,0,0,0,1");
        assertThat(matrix.toMarkdown().lines()).hasSize(2 + Field.values().length);
    }
}
