// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.deploy.Child;
import dev.stillwatch.deploy.process.PortProcess;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** HAProxy of Debian 12, with the file that ships. */
class HaproxyTest extends LuaGatewayTest {
    @Override
    PortProcess start(Path shipped, Path directory, int port) throws IOException {
        Path haproxy = Installed.program("haproxy", "apt-get install haproxy lua-cjson");
        return Child.start(
                directory,
                port,
                Map.of("STILLWATCH_GATEWAYS", shipped.toString()),
                List.of(
                        haproxy.toString(),
                        "-db",
                        "-f",
                        shipped.resolve("haproxy/haproxy.cfg").toString()));
    }

    @Test
    void whatCannotBeReadWholeIsRefused() throws Exception {
        openBeside(200, Map.of());
        assertThat(caller().call(
                                "sk-acct-1",
                                HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[9])))
                        .statusCode())
                .isEqualTo(411);
        assertThat(caller().statusOf("sk-acct-1")).isEqualTo(411);
        assertThat(caller().statusOf("sk-acct-1", "content-length: 1000001")).isEqualTo(413);
        assertThat(caller().statusOf("sk-acct-1", "content-length: 4294967396")).isEqualTo(413);
        String long900k = CALL.replace("Say", "x".repeat(900_000));
        assertThat(call("sk-acct-1", long900k).statusCode()).isEqualTo(200);
        assertThat(models().seen()).hasSize(1);
    }

    @Test
    void whoIsNotKnownIsNotWaitedFor() throws Exception {
        openBeside(200, Map.of());
        assertThat(caller().statusOf("sk-unknown", "content-length: 100")).isEqualTo(401);
    }
}
