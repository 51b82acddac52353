// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stillwatch.auditor.intake.Decoding.Decoded;
import dev.stillwatch.auditor.intake.Decoding.Reason;
import dev.stillwatch.policies.exchange.Field;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The trap of each format, one test each. */
class FormatTrapsTest {
    @Test
    void otelShouldPassOverSpansThatAreNoInference() {
        Decoded decoded = Intake.decoded(Intake.fixture("otel/batch.json"), SourceMap.EMPTY);

        assertThat(decoded.records())
                .extracting(UsageRecord::id)
                .containsExactly(
                        Optional.of("resp-1"), Optional.of("5b8efff798038103d269b633813fc60c-eee19b7ec3c1b177"));
        assertThat(decoded.spoiled()).isEmpty();
    }

    @Test
    void otelShouldGiveASpanAndItsEventOneId() {
        UsageRecord event = Intake.one(Intake.fixture("otel/event.json"));
        UsageRecord span = Intake.one(Intake.fixture("otel/span.json"));

        assertThat(event.id()).isEqualTo(span.id()).contains("resp-1");
        assertThat(event.response().inputTokens()).isEqualTo(210);
    }

    @Test
    void otelShouldMapTheAccountFromResourceOrAttributes() {
        byte[] raw = Intake.fixture("otel/full.json");

        assertThat(Intake.one(raw, Intake.account("otel", "/resource/service.name"))
                        .account())
                .contains("svc-1");
        assertThat(Intake.one(raw, Intake.account("otel", "/attributes/gen_ai.conversation.id"))
                        .account())
                .contains("conv-1");
    }

    @Test
    void otelShouldRejectABatchWithoutInference() {
        assertThat(Intake.rejected(Intake.bytes("{\"resourceSpans\":[]}")).reason())
                .isEqualTo(Reason.NOT_USAGE);
    }

    @Test
    void liteLlmShouldReadZonelessTimesAsUtc() {
        ObjectNode record = Intake.tree("litellm/full.json");
        record.put("startTime", "2025-01-24 09:20:46.847371");

        assertThat(Intake.one(Intake.bytes(record.toString())).time())
                .isEqualTo(Instant.parse("2025-01-24T09:20:46.847371Z"));
    }

    @Test
    void liteLlmShouldRejectAnEndBeyondAllYears() {
        ObjectNode record = Intake.tree("litellm/full.json").put("endTime", "+1000000000-12-31T23:59:59Z");

        assertThat(Intake.rejected(Intake.bytes(record.toString())).reason()).isEqualTo(Reason.BAD_TIME);
    }

    @Test
    void liteLlmShouldNotTakeRedactionForText() {
        ObjectNode record = Intake.tree("litellm/full.json");
        record.putArray("messages").addObject().put("role", "user").put("content", "redacted-by-litellm");

        assertThat(Intake.one(Intake.bytes(record.toString())).has(Field.PROMPT_TEXT))
                .isFalse();
    }

    @Test
    void liteLlmShouldReadTheRealSample() throws IOException {
        String shared = Optional.ofNullable(System.getenv("STILLWATCH_SHARED")).orElse("../../shared");
        Path sample = Path.of(shared, "samples/llm/litellm_standard_logging_payload.json");
        assumeTrue(Files.exists(sample), "the shared samples are not here");
        byte[] raw = Files.readAllBytes(sample);

        assertThat(Intake.rejected(raw).reason()).isEqualTo(Reason.NO_ACCOUNT);
        UsageRecord record = Intake.one(raw, Intake.account("litellm", "/custom_llm_provider"));
        assertThat(record.time()).isEqualTo(Instant.parse("2025-01-24T09:20:46.847371Z"));
        assertThat(record.response().inputTokens()).isEqualTo(10);
        assertThat(record.response().output()).isEqualTo("hi");
        assertThat(record.has(Field.SESSION)).isFalse();
    }

    @Test
    void bedrockShouldNeverReadRequestMetadata() {
        assertThat(Intake.one(Intake.fixture("bedrock/full.json")).toString()).doesNotContain("somebody-else");
        assertThat(Intake.one(Intake.fixture("bedrock/full.json")).account().orElseThrow())
                .doesNotContain("somebody-else");
    }

    @Test
    void bedrockShouldReadAStreamAndItsSignatures() {
        UsageRecord record = Intake.one(Intake.fixture("bedrock/stream.json"));

        assertThat(record.response().output()).isEqualTo("A distiller's vessel.");
        assertThat(record.response().finishReason()).isEqualTo("end_turn");
        assertThat(record.response().traceSignature()).isEqualTo("sig-2");
        assertThat(record.request().traceSignature()).isEqualTo("sig-0");
        assertThat(record.request().reasoning()).isFalse();
        assertThat(record.request().stream()).isTrue();
    }

    @Test
    void bedrockShouldReadTitan() {
        UsageRecord record = Intake.one(Intake.fixture("bedrock/titan.json"));

        assertThat(record.account()).contains("arn:aws:iam::111122223333:user/alice");
        assertThat(record.request().messages())
                .extracting(UsageRecord.Message::content)
                .containsExactly("What is a still?");
        assertThat(record.response().output()).isEqualTo("A distiller's vessel.");
    }

    @Test
    void azureShouldTakeANegativeDurationForAbsent() {
        UsageRecord record = Intake.one(Intake.fixture("azure-openai/full.json"));

        assertThat(record.response().latencyMillis()).isEqualTo(1_830);
        assertThat(record.caller().ip()).isEqualTo("203.0.113.***");
    }

    @Test
    void apimShouldMakePartsOfOneCorrelation() {
        UsageRecord gateway = Intake.one(Intake.fixture("azure-apim/full.json"));
        UsageRecord model = Intake.one(Intake.fixture("azure-apim/model.json"));

        assertThat(gateway.correlation()).isEqualTo(model.correlation()).contains("corr-1");
        assertThat(gateway.part()).isZero();
        assertThat(model.part()).isEqualTo(2);
        assertThat(model.account()).isEmpty();
        assertThat(model.response().output()).isEqualTo("A distiller's vessel.");
        assertThat(model.request().system()).isEqualTo("Answer briefly.");
    }

    @Test
    void apimShouldReadStreamsAndCutBodies() {
        UsageRecord record = Intake.one(Intake.fixture("azure-apim/stream.json"));

        assertThat(record.response().output()).isEqualTo("A distiller's vessel.");
        assertThat(record.response().inputTokens()).isEqualTo(210);
        assertThat(record.has(Field.PROMPT_TEXT)).isFalse();
    }

    @Test
    void apimShouldReadAPieceOfASplitMessageAsText() {
        ObjectNode record = Intake.tree("azure-apim/model.json");
        record.put("RequestMessages", "[{\"role\":\"user\",\"content\":\"What is");

        assertThat(Intake.one(Intake.bytes(record.toString())).request().messages())
                .hasSize(1);
    }

    @Test
    void apimShouldRejectOtherApis() {
        assertThat(Intake.rejected(Intake.fixture("azure-apim/other.json")).reason())
                .isEqualTo(Reason.NOT_USAGE);
    }

    @Test
    void azureShouldOpenItsEnvelope() {
        ObjectNode envelope = Intake.tree("azure-openai/full.json").objectNode();
        envelope.putArray("records")
                .add(Intake.tree("azure-openai/full.json"))
                .add(Intake.tree("azure-apim/full.json"));

        assertThat(Intake.decoded(Intake.bytes(envelope.toString()), SourceMap.EMPTY)
                        .records())
                .hasSize(2);
    }

    @Test
    void vertexShouldAddThoughtsToCandidates() {
        UsageRecord record = Intake.one(Intake.fixture("vertex/full.json"), Intake.account("vertex", "/principal"));

        assertThat(record.response().outputTokens()).isEqualTo(640);
        assertThat(record.response().reasoningTokens()).isEqualTo(40);
    }

    @Test
    void envoyShouldTakeADashForAbsent() {
        ObjectNode record = Intake.tree("envoy-ai-gateway/full.json");
        record.put("downstream_remote_address", "-")
                .put("gen_ai.usage.output_tokens", "-")
                .put("x-tenant", "-");
        SourceMap sources = Intake.account("envoy-ai-gateway", "/x-tenant");

        assertThat(Intake.decode(Intake.bytes(record.toString()), sources))
                .isInstanceOfSatisfying(
                        Decoding.Rejected.class, r -> assertThat(r.reason()).isEqualTo(Reason.NO_ACCOUNT));
        UsageRecord read = Intake.one(Intake.bytes(record.put("x-tenant", "t").toString()), sources);
        assertThat(read.has(Field.OUTPUT_TOKENS)).isFalse();
        assertThat(read.caller().ip()).isEqualTo("198.51.100.1");
    }

    @Test
    void apisixShouldAddCacheReadsThatStandOutsideThePrompt() {
        ObjectNode record = Intake.tree("apisix/full.json");
        ((ObjectNode) record.path("llm_summary")).put("cache_read_input_tokens", 5_000);

        assertThat(Intake.one(Intake.bytes(record.toString())).response().inputTokens())
                .isEqualTo(5_210);
    }

    @Test
    void aCallersOddParameterShouldNotHideARequest() {
        ObjectNode record = Intake.tree("litellm/full.json");
        ((ObjectNode) record.path("model_parameters"))
                .put("temperature", "hot")
                .put("logit_bias", 3)
                .put("n", -1);

        assertThat(Intake.one(Intake.bytes(record.toString())).response().inputTokens())
                .isEqualTo(210);
    }

    @Test
    void aGatewaysNegativeTokensShouldBeRejected() {
        ObjectNode record = Intake.tree("kong/full.json");
        ((ObjectNode) record.path("ai").path("proxy").path("usage")).put("prompt_tokens", -4);

        assertThat(Intake.rejected(Intake.bytes(record.toString())).field()).isEqualTo("ai.proxy.usage.prompt_tokens");
    }

    @Test
    void aSourceMapShouldRefuseWhatIsNoPointer() {
        assertThatThrownBy(() -> Intake.account("vertex", "principal"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("vertex");
    }
}
