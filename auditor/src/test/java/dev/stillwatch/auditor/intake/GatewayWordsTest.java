// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stillwatch.auditor.intake.Decoding.Reason;
import dev.stillwatch.policies.exchange.Field;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The words that gateways have for one thing, and what they are read as. */
class GatewayWordsTest {
    @ParameterizedTest
    @CsvSource({
        "text-embedding, embeddings",
        "CreateBatch, batch",
        "/v1/responses, responses",
        "ChatCompletions_Create, chat",
        "/anthropic/v1/messages, chat",
        "ConverseStream, chat",
        "generate_content, chat",
        "streamGenerateContent, chat",
        "completion, chat",
        "acompletion, chat",
        "text_completion, completions",
        "atext_completion, completions",
        "/v1/completions, completions",
        "InvokeModel, InvokeModel"
    })
    void shouldGiveOneNameToAnEndpoint(String name, String endpoint) {
        assertThat(Endpoint.of(Optional.of(name))).contains(endpoint);
    }

    @ParameterizedTest
    @CsvSource({
        "ThrottlingException, 429",
        "ServiceQuotaExceededException, 429",
        "AccessDeniedException, 403",
        "ValidationException, 400",
        "ResourceNotFoundException, 404",
        "ModelTimeoutException, 408",
        "ModelErrorException, 424",
        "InternalServerException, 500",
        "ServiceUnavailableException, 503"
    })
    void shouldReadBedrocksErrorsAsStatus(String error, int status) {
        assertThat(Intake.one(bedrock(error)).response().status()).isEqualTo(status);
    }

    @Test
    void shouldTakeAnErrorOfBedrockThatItDoesNotKnowForAbsent() {
        assertThat(Intake.one(bedrock("NewException")).has(Field.STATUS)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"429, 429", "503, 503"})
    void shouldReadLiteLlmsErrorCodeOfAFailure(String code, int status) {
        assertThat(Intake.one(liteLlm(code)).response().status()).isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "4290", "600", "ContextWindowExceeded"})
    void shouldTakeLiteLlmsOtherErrorCodesForAbsent(String code) {
        assertThat(Intake.one(liteLlm(code)).has(Field.STATUS)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://gw/openai/deployments/d",
                "https://gw/v1/completions",
                "https://gw/v1/responses",
                "https://gw/v1/messages",
                "https://gw/v1/embeddings",
                ""
            })
    void shouldTellInferenceByItsAddress(String url) {
        assertThat(Intake.one(apim(url, "")).has(Field.STATUS)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"messages\":[]}", "{\"prompt\":\"p\"}"})
    void shouldTellInferenceByItsBody(String body) {
        assertThat(Intake.one(apim("https://gw/own/path", body)).has(Field.STATUS))
                .isTrue();
    }

    @Test
    void shouldNotTakeAnotherApisBodyForInference() {
        assertThat(Intake.rejected(apim("https://gw/own/path", "{\"order\":7}")).reason())
                .isEqualTo(Reason.NOT_USAGE);
    }

    @ParameterizedTest
    @CsvSource({"true, true", "false, false"})
    void shouldReadAFlagWrittenAsText(String text, boolean streamed) {
        assertThat(Intake.one(modelLog(text)).request().stream()).isEqualTo(streamed);
    }

    @Test
    void shouldTakeAFlagOfAnyOtherTextForAbsent() {
        assertThat(Intake.one(modelLog("perhaps")).has(Field.STREAM)).isFalse();
    }

    private static byte[] bedrock(String error) {
        return bytes(Intake.tree("bedrock/full.json").put("errorCode", error));
    }

    private static byte[] liteLlm(String code) {
        ObjectNode record = Intake.tree("litellm/full.json").put("status", "failure");
        record.putObject("error_information").put("error_code", code);
        return bytes(record);
    }

    private static byte[] apim(String url, String body) {
        ObjectNode record = Intake.tree("azure-apim/other.json");
        ((ObjectNode) record.path("properties")).put("url", url).put("requestBody", body);
        return bytes(record);
    }

    private static byte[] modelLog(String streamed) {
        return bytes(Intake.tree("azure-apim/model.json").put("IsStreamCompletion", streamed));
    }

    private static byte[] bytes(ObjectNode record) {
        return Intake.bytes(record.toString());
    }
}
