// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.limits;

import dev.stillwatch.policies.standing.Tier;
import dev.stillwatch.ratelimit.header.HeaderProfile;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Our settings of a domain.
 *
 * @param headers which headers callers get
 * @param subjects keys of descriptors whose value names the account that a standing is looked up by
 * @param factors what this file's own limits are multiplied with while a subject stands so, in (0, 1]; absent is 1
 * @param silent tiers whose steps change no header
 */
public record DomainSettings(
        HeaderProfile headers, List<String> subjects, Map<Tier, Double> factors, Set<Tier> silent) {
    /** Without a block of ours in the file. */
    public static final DomainSettings DEFAULT =
            new DomainSettings(HeaderProfile.NONE, List.of("account"), Map.of(), Set.of());

    /** Copies the collections. */
    public DomainSettings {
        subjects = List.copyOf(subjects);
        factors = Map.copyOf(factors);
        silent = Set.copyOf(silent);
    }

    /** The factor for a tier; where the tier itself has none, that of the next milder one that has. */
    public double factor(Tier tier) {
        double factor = 1;
        for (Tier milder : Tier.values()) {
            if (milder.compareTo(tier) <= 0) {
                factor = factors.getOrDefault(milder, factor);
            }
        }
        return factor;
    }
}
