// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.limits;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stillwatch.policies.standing.Tier;
import dev.stillwatch.ratelimit.decide.Rate;
import dev.stillwatch.ratelimit.header.HeaderProfile;
import dev.stillwatch.ratelimit.reserve.Allowance;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Our blocks, under {@link #KEY}: beside a rate_limit, and at the top of a file. */
final class Extension {
    static final String KEY = "stillwatch";

    private static final Set<Tier> STEPS = Set.of(Tier.THROTTLE, Tier.RESTRICT);

    private final Optional<Placed> block;

    private Extension(Optional<Placed> block) {
        this.block = block;
    }

    /** The block of a descriptor. */
    static Extension of(Placed descriptor) {
        Optional<Placed> block = descriptor.object(KEY).stream().findFirst();
        block.ifPresent(ours -> known(ours, List.of("algorithm", "burst", "strict", "tokens")));
        return new Extension(block);
    }

    boolean hasBucketSettings() {
        return block.filter(ours -> ours.has("algorithm") || ours.has("burst") || ours.has("strict"))
                .isPresent();
    }

    /** How the bucket is sized; empty for fixed windows. */
    Optional<Limit.BucketSize> bucket(Placed descriptor, Optional<Rate> rate) {
        if (block.isEmpty() || !hasBucketSettings()) {
            return Optional.empty();
        }
        Placed ours = block.get();
        String algorithm = ours.text("algorithm");
        if (algorithm.isEmpty() || algorithm.equals("fixed_window")) {
            if (ours.has("burst") || ours.has("strict")) {
                ours.problem("", "burst or strict without bucket", "'algorithm: token_bucket' beside them");
            }
            return Optional.empty();
        }
        if (!algorithm.equals("token_bucket")) {
            ours.problem("algorithm", "the algorithm '" + algorithm + "'", "fixed_window or token_bucket");
            return Optional.empty();
        }
        if (rate.isEmpty()) {
            descriptor.problem(KEY, "a bucket on what is unlimited", "no algorithm");
            return Optional.empty();
        }
        return Optional.of(new Limit.BucketSize(burst(ours, rate.get()), ours.flag("strict")));
    }

    private static long burst(Placed ours, Rate rate) {
        if (rate.requests() > rate.unit().span().toNanos()) {
            ours.problem("", "a bucket that refills faster than once in a nanosecond", "a lower rate");
        }
        if (!ours.has("burst")) {
            return Math.max(1, rate.requests());
        }
        long burst = ours.count("burst", Words.MOST);
        if (burst < 1) {
            ours.problem("burst", "a burst of 0", "at least 1");
        }
        return Math.max(1, burst);
    }

    /** What calls to models may use; empty where nothing is said. */
    Optional<Allowance> tokens() {
        return block.flatMap(ours -> ours.object("tokens").stream().findFirst()).map(TokensReader::read);
    }

    /** The block at the top of a file; empty where there is none. */
    static Optional<DomainSettings> settings(Placed root) {
        return root.object(KEY).stream().findFirst().map(ours -> {
            known(ours, List.of("headers", "subjects", "tiers", "steps"));
            DomainSettings none = DomainSettings.DEFAULT;
            return new DomainSettings(
                    ours.has("headers") ? headers(ours) : none.headers(),
                    ours.has("subjects") ? subjects(ours) : none.subjects(),
                    factors(ours),
                    silent(ours));
        });
    }

    private static HeaderProfile headers(Placed ours) {
        String written = ours.text("headers");
        Optional<HeaderProfile> profile = HeaderProfile.of(written);
        if (profile.isEmpty()) {
            String known =
                    Stream.of(HeaderProfile.values()).map(HeaderProfile::label).collect(Collectors.joining(", "));
            ours.problem("headers", "the profile '" + written + "'", "one of " + known);
        }
        return profile.orElse(HeaderProfile.NONE);
    }

    private static List<String> subjects(Placed ours) {
        JsonNode list = ours.node().path("subjects");
        List<String> keys = new ArrayList<>();
        list.forEach(key -> keys.add(key.isTextual() ? key.asText() : ""));
        if (!list.isArray() || keys.isEmpty() || keys.contains("")) {
            ours.problem("subjects", "subjects that are no list of keys", "a list of keys of descriptors");
        }
        return keys;
    }

    private static Map<Tier, Double> factors(Placed ours) {
        Map<Tier, Double> factors = new HashMap<>();
        for (Placed tiers : ours.object("tiers")) {
            known(tiers, STEPS.stream().map(Tier::label).sorted().toList());
            for (Tier tier : STEPS) {
                if (tiers.has(tier.label())) {
                    double factor = number(tiers, tier.label(), 1);
                    if (factor == 0) {
                        tiers.problem(tier.label(), "a factor of 0", "more than 0 and at most 1");
                    }
                    factors.put(tier, factor);
                }
            }
        }
        return factors;
    }

    private static Set<Tier> silent(Placed ours) {
        Set<Tier> silent = new HashSet<>();
        for (Placed steps : ours.object("steps")) {
            known(steps, STEPS.stream().map(Tier::label).sorted().toList());
            for (Tier tier : STEPS) {
                String word = steps.text(tier.label());
                if (word.equals("silent")) {
                    silent.add(tier);
                } else if (!word.isEmpty() && !word.equals("visible")) {
                    steps.problem(tier.label(), "the step '" + word + "'", "silent or visible");
                }
            }
        }
        return silent;
    }

    /** A number from 0 to the bound. */
    static double number(Placed object, String key, double most) {
        JsonNode value = object.node().path(key);
        double number = value.isNumber() ? value.asDouble() : -1;
        if (!(number >= 0 && number <= most)) {
            object.problem(key, "'" + key + "' is no such number", "a number from 0 to " + (long) most);
            return 1;
        }
        return number;
    }

    static void known(Placed object, List<String> keys) {
        object.node().fieldNames().forEachRemaining(key -> {
            if (!keys.contains(key)) {
                object.problem(key, "unknown key '" + key + "'", "one of " + String.join(", ", keys));
            }
        });
    }
}
