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
    void aCallThatTheModelDidNotAnswerIsNotCharged() throws Exception {
        open(GREEDY);
        models().close();
        for (int i = 0; i < MORE_THAN_WOULD_BE_HELD; i++) {
            assertThat(settled("sk-acct-1").statusCode()).isBetween(500, 504);
        }
    }
}
