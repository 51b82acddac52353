// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** A directory that was made for one run. */
public final class WorkDirectory implements AutoCloseable {
    private static final int TRIES = 20;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final Path path;
    private final Thread atExit = new Thread(this::deleteAtExit, "work-directory");

    /** The directory. */
    public WorkDirectory(Path path) {
        this.path = path;
    }

    /**
     * A new one among the machine's temporary files. It is gone when it is closed, and when the process is stopped
     * before, as by Ctrl-C: what a run reads may be texts, which nobody asked to be kept.
     *
     * @param prefix how its name begins
     */
    public static WorkDirectory temporary(String prefix) throws IOException {
        WorkDirectory made = new WorkDirectory(Files.createTempDirectory(prefix));
        Runtime.getRuntime().addShutdownHook(made.atExit);
        return made;
    }

    /** Where it is. */
    public Path path() {
        return path;
    }

    /** Deletes it with everything in it. */
    public void delete() throws IOException {
        try (Stream<Path> paths = Files.walk(path)) {
            for (Path each : (Iterable<Path>) paths.sorted(Comparator.reverseOrder())::iterator) {
                Files.deleteIfExists(each);
            }
        }
    }

    @Override
    public void close() throws IOException {
        delete();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // The process ends already, and the hook finds nothing to delete.
            return;
        }
    }

    /** Who uses it may still write: what comes while it is deleted is deleted with the next try. */
    private void deleteAtExit() {
        for (int tries = 0; tries < TRIES && Files.exists(path); tries++) {
            try {
                delete();
            } catch (IOException | UncheckedIOException e) {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }
}
