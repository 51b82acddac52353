// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.limits;

import dev.stillwatch.policies.load.FileLook;
import dev.stillwatch.policies.yaml.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * One {@linkplain FileLook look} at the limits file or directory each time it is run: whoever has a thread for it
 * schedules it, with the same pause between any two looks. It loads when two looks agree.
 */
public final class LimitsWatch implements Runnable {
    private final Path path;
    private final LimitsShelf shelf;
    private final Consumer<List<Problem>> listener;
    private final FileLook look;

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
        this.look = FileLook.beforeLoading(path, 1);
    }

    @Override
    public synchronized void run() {
        if (look.changed()) {
            listener.accept(shelf.replaceFrom(path));
        }
    }
}
