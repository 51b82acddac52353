// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.limits;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stillwatch.ratelimit.decide.Entry;
import dev.stillwatch.ratelimit.decide.Rate;
import dev.stillwatch.ratelimit.decide.Unit;
import dev.stillwatch.ratelimit.reserve.Allowance;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Descriptors of one domain to rules. A rule is numbered after those that stand in it, and before those that follow it. */
final class DescriptorReader {
    private final String domain;
    private final List<Rule> rules;

    /** Rules are added to the list at their numbers. */
    DescriptorReader(String domain, List<Rule> rules) {
        this.domain = domain;
        this.rules = rules;
    }

    Branch branch(List<Placed> descriptors, List<Step> outer) {
        Map<Entry, Rule> exact = new HashMap<>();
        Map<String, Rule> byKey = new HashMap<>();
        List<Rule> wildcards = new ArrayList<>();
        Set<Entry> present = new HashSet<>();
        for (Placed descriptor : descriptors) {
            String key = descriptor.name("key", "a descriptor without key", "a key that is not empty");
            Entry pattern = new Entry(key, descriptor.text("value"));
            if (!present.add(pattern) && !key.isEmpty()) {
                descriptor.problem("", "the descriptor " + shown(pattern) + " a second time", "each descriptor once");
            } else {
                Rule rule = rule(descriptor, pattern, outer);
                if (rule.last().wildcard()) {
                    wildcards.add(rule);
                } else if (pattern.value().isEmpty()) {
                    byKey.put(pattern.key(), rule);
                }
                // A value that is literally a pattern is that rule's, whatever wildcard stands before it.
                if (!pattern.value().isEmpty()) {
                    exact.put(pattern, rule);
                }
            }
        }
        return present.isEmpty() ? Branch.NONE : new Branch(exact, wildcards, byKey);
    }

    private Rule rule(Placed descriptor, Entry pattern, List<Step> outer) {
        boolean wildcard = Glob.isPattern(pattern.key()) || Glob.isPattern(pattern.value());
        boolean shared = descriptor.flag("share_threshold");
        if (shared && !wildcard) {
            descriptor.problem(
                    "share_threshold",
                    "share_threshold on " + shown(pattern),
                    "a '*' in the value: only what a wildcard takes can be shared");
        }
        List<Step> steps = new ArrayList<>(outer);
        steps.add(new Step(pattern, wildcard, shared, descriptor.flag("value_to_metric")));
        Extension extension = Extension.of(descriptor);
        Optional<Allowance> tokens = extension.tokens();
        boolean shadow = descriptor.flag("shadow_mode");
        boolean quota = descriptor.flag("quota_mode");
        Map<String, Object> metadata = metadata(descriptor);
        Optional<Limit> limit = descriptor.object("rate_limit").stream()
                .findFirst()
                .map(block -> {
                    String name = block.text("name");
                    Optional<Rate> rate = rate(block);
                    return new Limit(
                            rate,
                            name,
                            replaces(block, name),
                            shadow,
                            quota,
                            metadata,
                            extension.bucket(descriptor, rate));
                });
        if (limit.isEmpty() && extension.hasBucketSettings()) {
            descriptor.problem(Extension.KEY, "an algorithm without limit", "a rate_limit beside it");
        }
        Branch inner = branch(descriptor.list("descriptors"), steps);
        Rule rule = new Rule(
                rules.size(),
                domain,
                steps,
                descriptor.flag("detailed_metric"),
                limit,
                // Budgets know no shadow: what must refuse nothing is none.
                shadow ? Optional.empty() : tokens,
                inner);
        rules.add(rule);
        return rule;
    }

    private static Optional<Rate> rate(Placed rate) {
        String word = rate.text("unit");
        Optional<Unit> unit = unit(word);
        long requests = rate.count("requests_per_unit", Words.MOST);
        if (rate.flag("unlimited")) {
            if (unit.isPresent()) {
                rate.problem("unit", "a unit on what is unlimited", "no unit");
            }
            return Optional.empty();
        }
        if (unit.isEmpty()) {
            rate.problem(
                    rate.has("unit") ? "unit" : "",
                    word.isEmpty() ? "no unit" : "the unit '" + word + "'",
                    "second, minute, hour, day, week, month or year as unit");
        }
        return Optional.of(new Rate(requests, unit.orElse(Unit.SECOND)));
    }

    private static Optional<Unit> unit(String word) {
        for (Unit unit : Unit.values()) {
            if (unit.label().equals(word.toLowerCase(Locale.ROOT))) {
                return Optional.of(unit);
            }
        }
        return Optional.empty();
    }

    private static List<String> replaces(Placed rate, String own) {
        List<String> names = new ArrayList<>();
        for (Placed replaced : rate.list("replaces")) {
            String name = replaced.name("name", "a replaced limit without name", "the name of another limit");
            if (!name.isEmpty() && name.equals(own)) {
                replaced.problem("", "a limit that replaces itself", "the name of another limit");
            }
            names.add(name);
        }
        return names;
    }

    private static Map<String, Object> metadata(Placed descriptor) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        for (Placed free : descriptor.object("metadata")) {
            free.node().properties().forEach(entry -> {
                if (!Words.absent(entry.getValue())) {
                    metadata.put(entry.getKey(), plain(entry.getValue()));
                }
            });
        }
        return metadata;
    }

    /**
     * Numbers become doubles, as in protobuf's Struct, which carries them; infinite ones, which JSON has no word for, texts;
     * nulls are left out.
     */
    private static Object plain(JsonNode value) {
        if (value.isObject()) {
            Map<String, Object> map = new HashMap<>();
            value.properties().stream()
                    .filter(entry -> !entry.getValue().isNull())
                    .forEach(entry -> map.put(entry.getKey(), plain(entry.getValue())));
            return Map.copyOf(map);
        }
        if (value.isArray()) {
            List<Object> list = new ArrayList<>();
            value.forEach(item -> {
                if (!item.isNull()) {
                    list.add(plain(item));
                }
            });
            return List.copyOf(list);
        }
        if (value.isBoolean()) {
            return value.asBoolean();
        }
        return value.isNumber() && Double.isFinite(value.asDouble()) ? (Object) value.asDouble() : value.asText();
    }

    private static String shown(Entry pattern) {
        return pattern.value().isEmpty()
                ? "'" + pattern.key() + "'"
                : "'" + pattern.key() + "' with value '" + pattern.value() + "'";
    }
}
