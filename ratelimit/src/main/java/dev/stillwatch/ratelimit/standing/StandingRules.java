// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.standing;

import dev.stillwatch.policies.standing.Tier;
import java.util.List;
import java.util.Set;

/**
 * What a domain's limits file says about standings.
 *
 * @param subjects keys of descriptors whose value names the account that a standing is looked up by, at least one
 * @param silent rungs that the caller is not told of: they change no header
 */
public record StandingRules(List<String> subjects, Set<Tier> silent) {
    /** What holds where a file says nothing: the key {@code account}, and every rung is visible. */
    public static final StandingRules DEFAULT = new StandingRules(List.of("account"), Set.of());

    /** Copies the collections. */
    public StandingRules {
        subjects = List.copyOf(subjects);
        silent = Set.copyOf(silent);
    }
}
