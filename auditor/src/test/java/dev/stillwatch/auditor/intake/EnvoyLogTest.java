// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.intake;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names that configurations of Envoy AI Gateway give their fields. In texts single quotes stand for double ones. */
class EnvoyLogTest {
    private static final SourceMap TENANT = Intake.account("envoy-ai-gateway", "/x-tenant");

    @Test
    void shouldReadTheNamesOfItsFirstVersions() {
        UsageRecord record = Intake.one(
                log(
                        "'genai_model_name':'m-1','genai_model_name_override':'m-2','genai_tokens_input':15,"
                                + "'genai_tokens_output':7,'genai_backend_name':'b','x-envoy-origin-path':'/v1/chat/completions'"),
                TENANT);

        assertThat(record.request().model()).isEqualTo("m-1");
        assertThat(record.request().endpoint()).isEqualTo("chat");
        assertThat(record.response().inputTokens()).isEqualTo(15);
        assertThat(record.response().outputTokens()).isEqualTo(7);
    }

    @Test
    void shouldTakeTheModelThatTookThePlaceOfTheOneAskedForWhenThatIsAbsent() {
        assertThat(Intake.one(log("'genai_model_name':null,'genai_model_name_override':'m-2'"), TENANT)
                        .request()
                        .model())
                .isEqualTo("m-2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x-envoy-origin-path", "x-envoy-original-path"})
    void shouldReadThePathThatTheCallerAskedFor(String name) {
        assertThat(Intake.one(log("'gen_ai.request.model':'m','" + name + "':'/v1/embeddings'"), TENANT)
                        .request()
                        .endpoint())
                .isEqualTo("embeddings");
    }

    private static byte[] log(String fields) {
        return json("{'start_time':'2026-11-22T01:02:03Z','x-tenant':'acct-1'," + fields + "}");
    }

    private static byte[] json(String quotedOnce) {
        return Intake.bytes(quotedOnce.replace('\'', '"'));
    }
}
