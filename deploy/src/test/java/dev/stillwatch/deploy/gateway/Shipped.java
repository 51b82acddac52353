// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

    /** Copies everything into a directory. */
    static Path copy(Path directory, int gateway, int limiter, int models) throws IOException {
        try (Stream<Path> all = Files.walk(GATEWAYS)) {
            List<Path> files = all.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().contains("/target/"))
                    .toList();
            for (Path file : files) {
                Path copy = directory.resolve(GATEWAYS.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.writeString(
                        copy,
                        Files.readString(file)
                                // First, because the other ports may have its digits.
                                .replace(LIMITER, Integer.toString(limiter))
                                .replace(GATEWAY, "127.0.0.1:" + gateway)
                                .replace("proxy_read_timeout 200ms", "proxy_read_timeout 20s")
                                .replace("DECIDE_MILLIS = 200", "DECIDE_MILLIS = 20000")
                                .replace(MODELS, "127.0.0.1:" + models));
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return directory;
    }
}
