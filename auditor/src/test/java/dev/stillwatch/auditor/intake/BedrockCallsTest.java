// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.policies.exchange.Field;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Callers, operations and cached tokens of Bedrock. In texts single quotes stand for double ones. */
class BedrockCallsTest {
    @ParameterizedTest
    @CsvSource({
        "assumed-role/R/s-1, assumed-role/R",
        "assumed-role/AWSReservedSSO_Dev_01/a@example.com, assumed-role/AWSReservedSSO_Dev_01/a@example.com",
        "assumed-role/XAWSReservedSSO_Dev/s-1, assumed-role/XAWSReservedSSO_Dev",
        "user/u, user/u"
    })
    void shouldKeepASessionsNameThatTheIdentityCentreGave(String identity, String account) {
        assertThat(call("arn:aws:sts::1:" + identity, "Converse", "", "{}").account())
                .contains("arn:aws:sts::1:" + account);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"usage\":{\"cacheReadInputTokens\":90,\"cacheWriteInputTokens\":10}}",
                "{\"usage\":{\"cache_read_input_tokens\":90,\"cache_creation_input_tokens\":10}}",
                "[{\"type\":\"message_start\",\"message\":{\"usage\":{\"cache_read_input_tokens\":90,\"cache_creation_input_tokens\":10}}},"
                        + "{\"usage\":{\"cache_read_input_tokens\":90,\"cache_creation_input_tokens\":10}}]",
                "[{},{\"metadata\":{\"usage\":{\"cacheReadInputTokens\":90,\"cacheWriteInputTokens\":10}}}]"
            })
    void shouldReadCachedTokensFromTheBodyWhereTheLogItselfDoesNotSay(String body) {
        UsageRecord record = call("arn:aws:iam::1:user/u", "Converse", "", body);

        assertThat(record.response().cachedTokens()).isEqualTo(90);
        assertThat(record.response().inputTokens()).isEqualTo(62 + 90 + 10);
    }

    @Test
    void shouldReadCachedTokensOnceThatTheLogSays() {
        String body = "{'usage':{'cacheReadInputTokens':90,'cacheWriteInputTokens':10}}";
        UsageRecord record = call("arn:aws:iam::1:user/u", "Converse", ",'cacheReadInputTokenCount':5", body);

        assertThat(record.response().inputTokens()).isEqualTo(67);
        assertThat(call("arn:aws:iam::1:user/u", "Converse", ",'cacheWriteInputTokenCount':5", body)
                        .has(Field.CACHED_TOKENS))
                .isFalse();
    }

    @Test
    void shouldNotTakeAStreamOfAModelForTheApiOfResponses() {
        UsageRecord record = call("arn:aws:iam::1:user/u", "InvokeModelWithResponseStream", "", "[]");

        assertThat(record.request().endpoint()).isEqualTo("InvokeModelWithResponseStream");
        assertThat(record.request().stream()).isTrue();
    }

    private static UsageRecord call(String arn, String operation, String counts, String body) {
        return Intake.one(
                json("{'schemaType':'ModelInvocationLog','timestamp':'2026-11-22T01:02:03Z','identity':{'arn':'" + arn
                        + "'},'operation':'" + operation + "','modelId':'m','input':{'inputTokenCount':62" + counts
                        + "},'output':{'outputBodyJson':" + body + "}}"));
    }

    private static byte[] json(String quotedOnce) {
        return Intake.bytes(quotedOnce.replace('\'', '"'));
    }
}
