// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a gateway shows beside that which hands on what the limiter wants done to a call. */
abstract class HeaderGatewayTest extends GatewayTest {
    @Test
    void whatTheLimiterWantsDoneToACallReachesTheModel() throws Exception {
        openBeside(200, Map.of("x-stillwatch-tier", "restrict", "x-stillwatch-max-tokens", "80"));
        assertThat(call("sk-acct-1").statusCode()).isEqualTo(200);
        // No caller names them as something that ends at the gateway.
        assertThat(caller().statusOf("sk-acct-1", "content-length: 0", "connection: x-stillwatch-tier"))
                .isEqualTo(200);
        assertThat(models().seen()).hasSize(2).allSatisfy(headers -> {
            assertThat(String.valueOf(headers.get("connection"))).doesNotContain("x-stillwatch");
            assertThat(headers.get("x-stillwatch-tier")).containsExactly("restrict");
            assertThat(headers.get("x-stillwatch-max-tokens")).containsExactly("80");
            assertThat(headers.get("x-stillwatch-max-n")).isNull();
        });
    }

    @Test
    void whenTheLimiterCannotTellCallsPass() throws Exception {
        openBeside(503, Map.of());
        assertThat(call("sk-acct-1").statusCode()).isEqualTo(200);
        assertThat(models().seen()).hasSize(1);
        assertNothingForged();
    }

    @Test
    void whenTheLimiterSaysNothingCallsPassWithinASecond() throws Exception {
        openAsImpatientAsItShips(MODEST, port -> new ServerSocket(port, 50, InetAddress.getLoopbackAddress()));
        // The first is slow in a gateway that has just started.
        assertThat(call("sk-acct-1").statusCode()).isEqualTo(200);
        long begun = System.nanoTime();
        assertThat(call("sk-acct-1").statusCode()).isEqualTo(200);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(1));
        assertNothingForged();
    }
}
