// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.deploy.Child;
import dev.stillwatch.deploy.process.PortProcess;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Caddy of Debian 12, with the file that ships. */
class CaddyTest extends HeaderGatewayTest {
    @Override
    PortProcess start(Path shipped, Path directory, int port) throws IOException {
        Path caddy = Installed.program("caddy", "apt-get install caddy");
        return Child.start(
                directory,
                port,
                Map.of("HOME", directory.toString()),
                List.of(
                        caddy.toString(),
                        "run",
                        "--config",
                        shipped.resolve("caddy/Caddyfile").toString()));
    }

    @Override
    int passes() {
        return CALLS;
    }

    @Test
    void longHeadersAreCountedAndThoseThatTheLimiterCouldNotReadDoNotPassForALimiterThatIsAway() throws Exception {
        open(MODEST);
        assertThat(withHeader(40_000).statusCode()).isEqualTo(431);
        assertThat(models().seen()).isEmpty();
        for (int i = 0; i < CALLS; i++) {
            assertThat(withHeader(15_000).statusCode()).isEqualTo(200);
        }
        assertRefused(withHeader(15_000));
    }

    private HttpResponse<String> withHeader(int length) throws IOException, InterruptedException {
        return call("sk-acct-1", CALL, "x-much", "m".repeat(length));
    }

    @Test
    void tokensThatTheApplicationChargedEndAnAccountsDay() throws Exception {
        open(MODEST);
        assertThat(call("sk-acct-1").statusCode()).isEqualTo(200);
        ask("/authz?domain=llm-tokens&descriptors=charged-account%3Dacct-1&hits=4001");
        assertRefused(call("sk-acct-1"));
        assertThat(call("sk-acct-2").statusCode()).isEqualTo(200);
    }
}
