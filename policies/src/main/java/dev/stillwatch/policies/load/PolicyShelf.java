// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.load;

import dev.stillwatch.policies.policy.Policy;
import dev.stillwatch.policies.yaml.Problem;
import java.nio.file.Path;
import java.util.List;

/**
 * Holds the last good policy. A refused file, an older version, or another content under a version that was already
 * used leaves it as it is. Safe for many threads; reading never waits.
 */
public final class PolicyShelf {
    private final PolicyLoader loader;
    private volatile Policy current;

    /** A shelf that starts with a good policy. */
    public PolicyShelf(PolicyLoader loader, Policy first) {
        this.loader = loader;
        this.current = first;
    }

    /** The last good policy. */
    public Policy current() {
        return current;
    }

    /** Loads the file or directory and, when it is good, takes it; says why not otherwise. */
    public synchronized Loading replaceFrom(Path path) {
        Loading loading = loader.load(path);
        if (loading instanceof Loading.Loaded loaded) {
            Policy before = current;
            Policy next = loaded.policy();
            if (next.name().equals(before.name()) && !next.equals(before) && next.version() <= before.version()) {
                return new Loading.Refused(List.of(new Problem(
                        path.toString(),
                        1,
                        1,
                        "changed content under version " + next.version() + " of '" + next.name() + "'",
                        "a version above " + before.version())));
            }
            current = next;
        }
        return loading;
    }
}
