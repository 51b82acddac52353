// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a gateway shows beside that which asks as {@code calls.lua} does. */
abstract class LuaGatewayTest extends AdmittingGatewayTest {
    @Test
    void aCallThatTheLimiterCannotReadDoesNotPassForOneOnWhichItCannotDecide() throws Exception {
        open(MODEST);
        assertThat(call("sk-acct-1", CALL.replace("1000", "1000, \"n\": 5000")).statusCode())
                .isEqualTo(400);
        assertThat(models().seen()).isEmpty();
    }

    @Test
    void closedItRefusesWhatNobodyCouldDecideOn() throws Exception {
        instead(text -> text.replace("local OPEN = true", "local OPEN = false"));
        openBeside(503, Map.of());
        assertThat(call("sk-acct-1").statusCode()).isEqualTo(503);
        assertThat(models().seen()).isEmpty();
    }

    /** A stream begins with one token of output, which is not what the model has written. */
    @Test
    void whoHangsUpPaysTheEstimate() throws Exception {
        StubLimiter limiter = openBeside(200, Map.of());
        models().neverEnds();
        caller().callAndHangUp("sk-acct-1", CALL);
        await().atMost(Duration.ofSeconds(30)).until(() -> limiter.asked().size() > 1);
        assertThat(limiter.asked())
                .hasSize(2)
                .last()
                .satisfies(ended -> assertThat(ended)
                        .startsWith("/v1/settle")
                        .contains("acct-1")
                        .doesNotContain("usage"));
    }

    @Override
    List<byte[]> unreadable() throws IOException {
        List<byte[]> all = new ArrayList<>(super.unreadable());
        all.add(CALL.replace("Say", "\\ud83d").getBytes(StandardCharsets.UTF_8));
        all.add(("\uFEFF" + CALL).getBytes(StandardCharsets.UTF_8));
        all.add(CALL.replace("\"m\"", "\"" + "m".repeat(300_000) + "\"").getBytes(StandardCharsets.UTF_8));
        return all;
    }
}
