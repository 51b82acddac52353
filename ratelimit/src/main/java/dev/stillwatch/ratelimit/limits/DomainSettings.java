// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.limits;

import dev.stillwatch.policies.standing.Tier;
import dev.stillwatch.ratelimit.header.HeaderProfile;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Our settings of a domain.
 *
 * @param headers which headers callers get
 * @param subjects keys of descriptors whose value names the account that a standing is looked up by
 * @param factors what this file's own limits are multiplied with while a subject stands so, in (0, 1]; a tier without one
 *     has that of the next milder one that has, or 1
 * @param silent tiers whose steps change no header
 */
public record DomainSettings(
        HeaderProfile headers, List<String> subjects, Map<Tier, Double> factors, Set<Tier> silent) {
    /** Without a block of ours in the file. */
    public static final DomainSettings DEFAULT =
            new DomainSettings(HeaderProfile.NONE, List.of("account"), Map.of(), Set.of());

    /** Copies the collections, into ones by tier: every decision asks them, and hashing tiers takes longer than counting. */
    public DomainSettings {
        subjects = List.copyOf(subjects);
        factors = ofAll(factors);
        Set<Tier> silenced = EnumSet.noneOf(Tier.class);
        silenced.addAll(silent);
        silent = Collections.unmodifiableSet(silenced);
    }

    /** The factor for a tier; where the tier itself has none, that of the next milder one that has. */
    public double factor(Tier tier) {
        return Objects.requireNonNull(factors.get(tier));
    }

    private static Map<Tier, Double> ofAll(Map<Tier, Double> some) {
        Map<Tier, Double> all = new EnumMap<>(Tier.class);
        double factor = 1;
        for (Tier tier : Tier.values()) {
            factor = some.getOrDefault(tier, factor);
            all.put(tier, factor);
        }
        return Collections.unmodifiableMap(all);
    }
}
