// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.load;

import dev.stillwatch.policies.policy.Policy;
import dev.stillwatch.policies.yaml.Problem;
import java.util.List;

/** What came of loading policy files. */
public sealed interface Loading permits Loading.Loaded, Loading.Refused {
    /**
     * The files are whole and sound.
     *
     * @param policy the snapshot
     */
    record Loaded(Policy policy) implements Loading {}

    /**
     * The files are not used.
     *
     * @param problems everything wrong with them, at least one
     */
    record Refused(List<Problem> problems) implements Loading {
        /** Copies the list. */
        public Refused {
            problems = List.copyOf(problems);
        }
    }
}
