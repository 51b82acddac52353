// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.command;

import java.nio.file.Path;

/** Where things are on this machine, as the environment says. */
public final class Surroundings {
    private Surroundings() {}

    /** Where keys and logs are kept: {@code STILLWATCH_HOME}, default {@code ~/.stillwatch}. */
    public static Path home() {
        String named = setting("stillwatch.home", "STILLWATCH_HOME");
        return named.isEmpty() ? Path.of(System.getProperty("user.home"), ".stillwatch") : Path.of(named);
    }

    /** Where corpora for measuring are: {@code STILLWATCH_SHARED}, default {@code shared} beside the project's root. */
    public static Path shared() {
        String named = setting("stillwatch.shared", "STILLWATCH_SHARED");
        if (!named.isEmpty()) {
            return Path.of(named);
        }
        return root().resolveSibling("shared");
    }

    /** Where the launcher is: the source tree, or the folder of what was installed. */
    public static Path root() {
        return Path.of(System.getProperty("stillwatch.root", "."))
                .toAbsolutePath()
                .normalize();
    }

    private static String setting(String property, String variable) {
        String value = System.getProperty(property, "");
        if (!value.isEmpty()) {
            return value;
        }
        String environment = System.getenv(variable);
        return environment == null ? "" : environment;
    }
}
