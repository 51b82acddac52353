// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.limits;

import dev.stillwatch.policies.yaml.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * One look at the limits file or directory each time it is run: whoever has a thread for it schedules it, with the same
 * pause between any two looks. It compares sizes and times instead of asking the system for events, which network and
 * container file systems do not send; and it loads when two looks agree, so that a half-written file is not read.
 */
public final class LimitsWatch implements Runnable {
    private final Path path;
    private final LimitsShelf shelf;
    private final Consumer<List<Problem>> listener;
    private List<String> loaded;
    private List<String> before;

    /**
     * A watch that takes what is there now for what the shelf holds: make it before the first load, and nothing that
     * changes meanwhile is missed.
     *
     * @param listener hears after each load, on the thread that looks: nothing when the limits were taken, or why not
     */
    public LimitsWatch(Path path, LimitsShelf shelf, Consumer<List<Problem>> listener) {
        this.path = path;
        this.shelf = shelf;
        this.listener = listener;
        this.loaded = look();
        this.before = loaded;
    }

    @Override
    public synchronized void run() {
        List<String> now = look();
        if (now.equals(before) && !now.equals(loaded)) {
            loaded = now;
            listener.accept(shelf.replaceFrom(path));
        }
        before = now;
    }

    private List<String> look() {
        try (Stream<Path> files = Files.walk(path, 1, FileVisitOption.FOLLOW_LINKS)) {
            return files.filter(Files::isRegularFile)
                    .sorted()
                    .map(LimitsWatch::stamp)
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
