// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.gateway;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.stillwatch.deploy.process.PortProcess;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a test of a gateway or store needs on this machine. A missing one skips the test and says what to install; where
 * {@code STILLWATCH_REQUIRE_GATEWAYS} is {@code true}, as in {@code .ci/run}, it fails.
 */
public final class Installed {
    private static final String REQUIRED = "STILLWATCH_REQUIRE_GATEWAYS";

    private Installed() {}

    /** A program on the path, or where Debian keeps those of administrators. */
    public static Path program(String name, String remedy) {
        return PortProcess.program(name).orElseGet(() -> missing(name, remedy));
    }

    /** A file that an installation leaves. */
    static Path file(Path file, String remedy) {
        return Files.exists(file) ? file : missing(file.toString(), remedy);
    }

    private static Path missing(String what, String remedy) {
        String sentence = what + " is not there: " + remedy;
        return "true".equals(System.getenv(REQUIRED))
                ? fail(sentence)
                : abort(sentence + "; the test with it is skipped");
    }
}
