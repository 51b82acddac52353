// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.yaml;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What stands directly in a folder of configuration. A file system may fail when it is asked for the list, or later, for
 * any entry of it, as unchecked exception; whoever watches such a folder goes on after both, and is told the same.
 */
public final class Folder {
    private Folder() {}

    /**
     * Everything in it, ordered by name.
     *
     * @throws RefusedException when it cannot be read to its end
     */
    public static List<Path> entries(Path folder) throws RefusedException {
        return entries(folder, Files::list);
    }

    static List<Path> entries(Path folder, Listing listing) throws RefusedException {
        try (Stream<Path> entries = listing.of(folder)) {
            return entries.sorted().toList();
        } catch (IOException | UncheckedIOException e) {
            throw new RefusedException(
                    new Problem(folder.toString(), 1, 1, "the directory cannot be read", "a readable directory"));
        }
    }

    /** How a file system lists. */
    @FunctionalInterface
    interface Listing {
        Stream<Path> of(Path folder) throws IOException;
    }
}
