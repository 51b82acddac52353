// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The configuration that ships, with other ports in place of those that it names, and more patience: a limiter that has
 * just started beside other work may take longer than a gateway waits for it, and then calls would pass.
 */
final class Shipped {
    /** Where it is, from the directory in which tests of this module run. */
    static final Path GATEWAYS = Path.of("gateways");

    private static final String GATEWAY = "127.0.0.1:8080";
    /** Alone, because Lua has it apart from the host. */
    private static final String LIMITER = "8791";

    private static final String MODELS = "127.0.0.1:8000";

    private Shipped() {}

    /** Where those that the configuration names listen in a test. */
    record Ports(int gateway, int limiter, int models) {}

    /** How long a gateway waits for the limiter. */
    enum Patience {
        AS_SHIPPED,
        LONG
    }

    /**
     * Copies everything into a directory.
     *
     * @param edit what else becomes of each file's text
     */
    static Path copy(Path directory, Ports ports, Patience patience, UnaryOperator<String> edit) throws IOException {
        try (Stream<Path> all = Files.walk(GATEWAYS)) {
            List<Path> files = all.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().contains("/target/"))
                    .toList();
            for (Path file : files) {
                Path copy = directory.resolve(GATEWAYS.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                String moved = Files.readString(file)
                        // First, because the other ports may have its digits.
                        .replace(LIMITER, Integer.toString(ports.limiter()))
                        .replace(GATEWAY, "127.0.0.1:" + ports.gateway())
                        .replace(MODELS, "127.0.0.1:" + ports.models());
                Files.writeString(copy, edit.apply(patience == Patience.LONG ? patient(moved) : moved));
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return directory;
    }

    private static String patient(String text) {
        return text.replace("proxy_read_timeout 200ms", "proxy_read_timeout 20s")
                .replace("DECIDE_MILLIS = 200", "DECIDE_MILLIS = 20000")
                .replace("response_header_timeout 200ms", "response_header_timeout 20s");
    }
}
