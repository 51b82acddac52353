// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.gateway;

import dev.stillwatch.deploy.Child;
import dev.stillwatch.deploy.process.PortProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

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
}
