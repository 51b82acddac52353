// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Tells when a file, or the files of a directory, are others than those that were loaded. It compares names, sizes and
 * times instead of asking the system for events, which network and container file systems do not send; and it waits until
 * two looks agree, so that a half-written file is not read. Look with a pause that is longer than a file takes to be
 * written. For one thread.
 */
public final class FileLook {
    private final Path path;
    private final int depth;
    private List<String> loaded;
    private List<String> before;

    private FileLook(Path path, int depth, boolean known) {
        this.path = path;
        this.depth = depth;
        this.before = stamps();
        this.loaded = known ? before : List.of();
    }

    /** A first look at files that are loaded afterwards: a change meanwhile is one. Depth 1 is the directory's own files. */
    public static FileLook beforeLoading(Path path, int depth) {
        return new FileLook(path, depth, true);
    }

    /** A first look at files that may have changed since they were loaded: those that are there count as changed. */
    public static FileLook afterLoading(Path path, int depth) {
        return new FileLook(path, depth, false);
    }

    /** Looks again: whether files are there that were not loaded and did not change since the look before. Says so once. */
    public boolean changed() {
        List<String> now = stamps();
        boolean changed = now.equals(before) && !now.equals(loaded);
        if (changed) {
            loaded = now;
        }
        before = now;
        return changed;
    }

    private List<String> stamps() {
        try (Stream<Path> files = Files.walk(path, depth, FileVisitOption.FOLLOW_LINKS)) {
            return files.filter(Files::isRegularFile)
                    .sorted()
                    .map(FileLook::stamp)
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            return List.of("unreadable: " + e.getClass().getSimpleName());
        }
    }

    private static String stamp(Path file) {
        try {
            return file + " " + Files.size(file) + " " + Files.getLastModifiedTime(file);
        } catch (IOException e) {
            return file + " unreadable";
        }
    }
}
