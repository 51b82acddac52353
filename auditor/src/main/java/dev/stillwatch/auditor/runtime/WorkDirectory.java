// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A directory that was made for one run. */
public final class WorkDirectory {
    private final Path path;

    /** The directory. */
    public WorkDirectory(Path path) {
        this.path = path;
    }

    /** Deletes it with everything in it. */
    public void delete() throws IOException {
        try (Stream<Path> paths = Files.walk(path)) {
            for (Path each : (Iterable<Path>) paths.sorted(Comparator.reverseOrder())::iterator) {
                Files.deleteIfExists(each);
            }
        }
    }
}
