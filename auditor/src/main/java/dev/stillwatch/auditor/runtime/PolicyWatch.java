// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.runtime;

import dev.stillwatch.policies.load.FileLook;
import dev.stillwatch.policies.load.Loading;
import dev.stillwatch.policies.load.PolicyShelf;
import dev.stillwatch.policies.policy.Policy;
import dev.stillwatch.policies.yaml.Problem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Watches a policy file or directory with a {@link FileLook}: a good change is published, a bad one is told and changes
 * nothing.
 */
public final class PolicyWatch implements AutoCloseable {
    /** The directory and the keys in it. */
    private static final int DEPTH = 2;

    private final Path path;
    private final PolicyShelf shelf;
    private final Publishing publishing;
    private final Listener listener;
    private final Duration every;
    private final Thread thread;
    private Policy published;

    private PolicyWatch(Path path, PolicyShelf shelf, Publishing publishing, Listener listener, Duration every) {
        this.path = path;
        this.shelf = shelf;
        this.publishing = publishing;
        this.listener = listener;
        this.every = every;
        this.published = shelf.current();
        this.thread = new Thread(this::watch, "policy-watch");
        this.thread.setDaemon(true);
    }

    /** Puts a policy where it judges. */
    @FunctionalInterface
    public interface Publishing {
        /** Publishes it, or throws when the cluster does not take it; then it is tried again. */
        void publish(Policy policy);
    }

    /** Hears what becomes of changes. */
    public interface Listener {
        /** The policy is published. */
        void taken(Policy policy);

        /** The files are not used; the policy stays in force. */
        void refused(List<Problem> problems, Policy kept);

        /** The good policy could not be published yet. */
        void waiting(Policy policy, RuntimeException reason);
    }

    /**
     * Begins to watch.
     *
     * @param path file or directory
     * @param shelf holds the policy in force
     * @param publishing where a good policy goes
     * @param listener hears of it, on the watch's thread
     * @param every how often to look
     */
    public static PolicyWatch start(
            Path path, PolicyShelf shelf, Publishing publishing, Listener listener, Duration every) {
        PolicyWatch watch = new PolicyWatch(path, shelf, publishing, listener, every);
        watch.thread.start();
        return watch;
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void watch() {
        // The policy in force was loaded before: the first look also catches a change since then.
        FileLook look = FileLook.afterLoading(path, DEPTH);
        while (!Thread.currentThread().isInterrupted()) {
            try {
                Thread.sleep(every.toMillis());
            } catch (InterruptedException e) {
                return;
            }
            if (look.changed() && shelf.replaceFrom(path) instanceof Loading.Refused refused) {
                listener.refused(refused.problems(), shelf.current());
            }
            publish();
        }
    }

    private void publish() {
        Policy current = shelf.current();
        if (current.equals(published)) {
            return;
        }
        try {
            publishing.publish(current);
            published = current;
            listener.taken(current);
        } catch (BrokerUnavailableException e) {
            listener.waiting(current, e);
        }
    }
}
