// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** What a gateway shows beside that which holds tokens before a call and settles what the call took. */
abstract class AdmittingGatewayTest extends HeaderGatewayTest {
    @Override
    int passes() {
        return 2;
    }

    /** Their tokens end it sooner. */
    @Override
    int requestsOfADay() {
        return 100;
    }

    @Test
    void whatACallDidNotUseComesBack() throws Exception {
        assertThatWhatCallsDidNotUseComesBack();
    }

    /** A model server may read more than a gateway, and what it reads would run uncounted. */
    @Test
    void whatCannotBeReadIsRefused() throws Exception {
        openBeside(200, Map.of());
        for (byte[] body : unreadable()) {
            assertThat(caller().call("sk-acct-1", HttpRequest.BodyPublishers.ofByteArray(body))
                            .statusCode())
                    .isEqualTo(400);
        }
        assertThat(call("sk-acct-1", CALL, "content-encoding", "gzip").statusCode())
                .isEqualTo(400);
        assertThat(models().seen()).isEmpty();
        assertThat(call("sk-acct-1").statusCode()).isEqualTo(200);
    }

    List<byte[]> unreadable() throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(CALL.getBytes(StandardCharsets.UTF_8));
        }
        List<byte[]> all = new ArrayList<>(List.of(compressed.toByteArray()));
        String deep = "[".repeat(2_000) + "]".repeat(2_000);
        for (String value : List.of("NaN", "-Infinity", deep)) {
            all.add(CALL.replace("1000", "1000, \"user\": " + value).getBytes(StandardCharsets.UTF_8));
        }
        all.add(("[" + CALL + "]").getBytes(StandardCharsets.UTF_8));
        return all;
    }

    @Test
    void theCapsThatACallIsHeldForReachTheModel() throws Exception {
        open(MODEST);
        String twice = CALL.replace("1000", "700, \"n\": 2");
        assertThat(call("sk-acct-1", twice).statusCode()).isEqualTo(200);
        assertThat(models().seen()).singleElement().satisfies(headers -> {
            assertThat(headers.get("x-stillwatch-max-tokens")).containsExactly("700");
            assertThat(headers.get("x-stillwatch-max-n")).containsExactly("2");
        });
    }

    /** Their bodies say in another way what they ask for, and it may be a million answers. */
    @Test
    void whatIsNoCallThatIsUnderstoodReachesNobody() throws Exception {
        StubLimiter limiter = openBeside(200, Map.of());
        for (String path : List.of(
                "/v1/messages/batches",
                "/v1/batches",
                "/v1/images/generations",
                "/v1/responses/r/cancel",
                "/v1/chat/completions/",
                "/v1/chat/completions;/x",
                "/v1/chat/completions%0a",
                "/v1/chat%2fcompletions%3f")) {
            assertThat(caller().statusAt("POST " + path, "sk-acct-1", "content-length: 0"))
                    .as(path)
                    .isIn(400, 404);
        }
        for (String method : List.of("GET", "DELETE", "PUT")) {
            assertThat(caller().statusAt(method + " /v1/responses", "sk-acct-1", "content-length: 0"))
                    .as(method)
                    .isEqualTo(405);
        }
        for (String more : List.of("\"background\": true", "\"background\": \"yes\"", "\"requests\": [{}]")) {
            assertThat(call("sk-acct-1", CALL.replace("1000", "1000, " + more)).statusCode())
                    .as(more)
                    .isEqualTo(400);
        }
        assertThat(limiter.asked()).isEmpty();
        assertThat(models().seen()).isEmpty();
        String plain = CALL.replace("1000", "1000, \"background\": false, \"requests\": null");
        assertThat(call("sk-acct-1", plain).statusCode()).isEqualTo(200);
    }

    @Test
    void whoAsksWhichModelsThereAreIsNotCounted() throws Exception {
        StubLimiter limiter = openBeside(200, Map.of());
        for (String path : List.of("/v1/models", "/v1/models?limit=5", "/v1/models/meta/m-3.1:8b")) {
            assertThat(caller().statusAt("GET " + path, "sk-acct-1", "X_Stillwatch-tier: x", "x-stillwatch-max-n: 9"))
                    .as(path)
                    .isEqualTo(200);
        }
        assertThat(limiter.asked()).isEmpty();
        assertThat(models().seen()).hasSize(3);
        assertNothingForged();
        assertThat(caller().statusAt("GET /v1/models", "sk-unknown")).isEqualTo(401);
        assertThat(caller().statusAt("GET /v1/models/../files", "sk-acct-1")).isBetween(400, 404);
        for (String method : List.of("POST", "DELETE")) {
            assertThat(caller().statusAt(method + " /v1/models/m", "sk-acct-1", "content-length: 0"))
                    .as(method)
                    .isIn(404, 405);
        }
        assertThat(models().seen()).hasSize(3);
    }

    @Test
    void aCallThatTheModelDidNotAnswerIsNotCharged() throws Exception {
        open(GREEDY);
        models().close();
        for (int i = 0; i < MORE_THAN_WOULD_BE_HELD; i++) {
            assertThat(settled("sk-acct-1").statusCode()).isBetween(500, 504);
        }
    }
}
