// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.deploy.Child;
import dev.stillwatch.deploy.process.PortProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Spring Cloud Gateway with the filter and the properties that ship, as its own build packs them. */
class SpringCloudGatewayTest extends AdmittingGatewayTest {
    private static final String PROJECT = "spring-cloud-gateway";
    private static final String BUILD = "mvn -q -f deploy/gateways/" + PROJECT + "/pom.xml package";

    @Override
    PortProcess start(Path shipped, Path directory, int port) throws IOException {
        Path project = Shipped.GATEWAYS.resolve(PROJECT);
        Path jar = Installed.file(project.resolve("target/gateway.jar").toAbsolutePath(), BUILD);
        assertThat(Files.getLastModifiedTime(jar))
                .as("the jar is older than its sources: " + BUILD)
                .isGreaterThanOrEqualTo(changed(project.resolve("src/main")))
                .isGreaterThanOrEqualTo(Files.getLastModifiedTime(project.resolve("pom.xml")));
        return Child.start(
                directory,
                port,
                Map.of(),
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        // Starts sooner, and does not live long.
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-jar",
                        jar.toString(),
                        "--spring.config.location=" + shipped.resolve(PROJECT + "/src/main/resources/application.yml"),
                        "--server.port=" + port,
                        // Of two machines that have just started, the first answer is slow.
                        "--stillwatch.patience=" + (patience() == Shipped.Patience.LONG ? "10s" : "200ms")));
    }

    private static FileTime changed(Path sources) throws IOException {
        FileTime last = FileTime.fromMillis(0);
        try (Stream<Path> all = Files.walk(sources)) {
            for (Path file : all.toList()) {
                FileTime one = Files.getLastModifiedTime(file);
                last = one.compareTo(last) > 0 ? one : last;
            }
        }
        return last;
    }
}
