// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.gateway;

import dev.stillwatch.deploy.Child;
import dev.stillwatch.deploy.process.PortProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Spring Cloud Gateway with the filter and the properties that ship, as its own build packs them. */
class SpringCloudGatewayTest extends AdmittingGatewayTest {
    private static final String PROJECT = "spring-cloud-gateway";

    @Override
    PortProcess start(Path shipped, Path directory, int port) throws IOException {
        Path jar = Installed.file(
                Shipped.GATEWAYS.resolve(PROJECT + "/target/gateway.jar").toAbsolutePath(),
                "mvn -q -f deploy/gateways/" + PROJECT + "/pom.xml package");
        return Child.start(
                directory,
                port,
                Map.of(),
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        // Starts sooner, and does not live long.
                        "-XX:TieredStopAtLevel=1",
                        "-jar",
                        jar.toString(),
                        "--spring.config.location=" + shipped.resolve(PROJECT + "/src/main/resources/application.yml"),
                        "--server.port=" + port,
                        // Of two machines that have just started, the first answer is slow.
                        "--stillwatch.patience=" + (patience() == Shipped.Patience.LONG ? "10s" : "200ms")));
    }
}
