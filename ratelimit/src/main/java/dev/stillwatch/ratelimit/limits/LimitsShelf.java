// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.limits;

import dev.stillwatch.policies.yaml.Problem;
import dev.stillwatch.policies.yaml.RefusedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Holds the last good limits. Files that are refused leave them as they are and are counted. Safe for many threads;
 * reading never waits.
 */
public final class LimitsShelf {
    private final LimitsLoader loader;
    private final AtomicLong loads = new AtomicLong();
    private final AtomicLong errors = new AtomicLong();
    private final List<Consumer<Limits>> preparations = new ArrayList<>();
    private volatile @Nullable Limits current;

    /** A shelf that is empty until the first good load. */
    public LimitsShelf(LimitsLoader loader) {
        this.loader = loader;
    }

    /** The last good limits; null before there were any. */
    public @Nullable Limits current() {
        return current;
    }

    /**
     * Has something made ready for limits before they are seen here: at once for those that are here already, and for all
     * later ones on the thread that loads them, one at a time. Whoever reads does not wait for it.
     */
    public synchronized void beforeTaking(Consumer<Limits> preparation) {
        preparations.add(preparation);
        Limits known = current;
        if (known != null) {
            preparation.accept(known);
        }
    }

    /** Loads the file or directory and, when it is good, takes it; says everything that is wrong otherwise. */
    public synchronized List<Problem> replaceFrom(Path path) {
        try {
            Limits next = loader.load(path);
            preparations.forEach(preparation -> preparation.accept(next));
            current = next;
            loads.incrementAndGet();
            return List.of();
        } catch (RefusedException e) {
            errors.incrementAndGet();
            return e.problems();
        }
    }

    /** How often limits were taken. */
    public long loads() {
        return loads.get();
    }

    /** How often files were refused. */
    public long loadErrors() {
        return errors.get();
    }
}
