// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.policies.exchange.Field;
import org.junit.jupiter.api.Test;

/** Where API Management logs a call. In texts single quotes stand for double ones. */
class ApimBodiesTest {
    private static final String ASKED =
            "{\\'temperature\\':0.5,\\'messages\\':[{\\'role\\':\\'user\\',\\'content\\':\\'What is a still?\\'}]}";
    private static final String ANSWERED =
            "{\\'choices\\':[{\\'finish_reason\\':\\'stop\\',\\'message\\':{\\'content\\':\\'A vessel.\\'}}],"
                    + "\\'usage\\':{\\'completion_tokens\\':8}}";

    @Test
    void shouldReadBodiesThatAreLoggedAtTheBackendAlone() {
        UsageRecord record =
                call("'requestBody':'','backendRequestBody':'" + ASKED + "','backendResponseBody':'" + ANSWERED + "'");

        assertThat(record.request().temperature()).isEqualTo(0.5);
        assertThat(Turns.of(record.request().messages())).containsExactly("What is a still?");
        assertThat(record.response().output()).isEqualTo("A vessel.");
        assertThat(record.response().outputTokens()).isEqualTo(8);
    }

    @Test
    void shouldReadBodiesOnceThatAreLoggedOnBothSides() {
        UsageRecord record = call("'requestBody':'" + ASKED + "','responseBody':'" + ANSWERED
                + "','backendRequestBody':'" + ASKED + "','backendResponseBody':'" + ANSWERED + "'");

        assertThat(record.request().messages()).hasSize(1);
        assertThat(record.response().output()).isEqualTo("A vessel.");
    }

    @Test
    void shouldTellACallByTheBodyAtTheBackend() {
        assertThat(call("'url':'https://example.com/ask','backendRequestBody':'" + ASKED + "'")
                        .has(Field.PROMPT_TEXT))
                .isTrue();
    }

    private static UsageRecord call(String properties) {
        return Intake.one(json("{'category':'GatewayLogs','correlationId':'c1','time':'2026-11-22T01:02:03Z',"
                + "'properties':{'apimSubscriptionId':'acct-1'," + properties + "}}"));
    }

    private static byte[] json(String quotedOnce) {
        return Intake.bytes(quotedOnce.replace('\'', '"'));
    }
}
