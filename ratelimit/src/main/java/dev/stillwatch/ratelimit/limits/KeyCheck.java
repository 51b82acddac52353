// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.limits;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stillwatch.policies.yaml.Problem;
import dev.stillwatch.policies.yaml.YamlDocument;
import java.util.List;
import java.util.Set;

/**
 * The check that envoyproxy/ratelimit does before it takes anything from a file: known keys everywhere, lists of objects
 * only, and words, whole numbers and truth values as leaves. A known key in a place where it means nothing passes, as it
 * does there. What stands under {@code metadata} is free; what stands under {@code stillwatch} is checked by its reader.
 */
final class KeyCheck {
    private static final Set<String> KEYS = Set.of(
            "domain",
            "descriptors",
            "key",
            "value",
            "rate_limit",
            "unit",
            "requests_per_unit",
            "unlimited",
            "name",
            "replaces",
            "shadow_mode",
            "quota_mode",
            "detailed_metric",
            "value_to_metric",
            "share_threshold",
            "metadata");

    private final YamlDocument document;
    private final List<Problem> problems;

    private KeyCheck(YamlDocument document, List<Problem> problems) {
        this.document = document;
        this.problems = problems;
    }

    /** Adds what is wrong; says whether nothing was. */
    static boolean passes(YamlDocument document, List<Problem> problems) {
        int before = problems.size();
        if (document.root().isObject()) {
            new KeyCheck(document, problems).object(document.root(), "", true);
        } else {
            problems.add(document.problem("", "no object", "an object with 'domain' and 'descriptors'"));
        }
        return problems.size() == before;
    }

    private void object(JsonNode object, String pointer, boolean mayHoldOurs) {
        object.properties().forEach(entry -> {
            String key = entry.getKey();
            String child = pointer + "/" + key.replace("~", "~0").replace("/", "~1");
            if (key.equals(Extension.KEY) && mayHoldOurs) {
                return;
            }
            if (!KEYS.contains(key)) {
                problems.add(document.problem(child, "unknown key '" + key + "'", "one of " + known(mayHoldOurs)));
            } else if (!key.equals("metadata")) {
                value(key, entry.getValue(), child);
            }
        });
    }

    private void value(String key, JsonNode value, String pointer) {
        if (value.isObject()) {
            object(value, pointer, false);
        } else if (value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                String item = pointer + "/" + i;
                if (value.get(i).isObject()) {
                    object(value.get(i), item, key.equals("descriptors"));
                } else {
                    problems.add(document.problem(item, "an item of '" + key + "' that is no object", "objects only"));
                }
            }
        } else if (value.isNumber() && !(value.isIntegralNumber() && value.canConvertToLong())) {
            problems.add(document.problem(
                    pointer, "'" + key + "' is the number " + document.written(pointer), "text or a whole number"));
        }
    }

    private static String known(boolean mayHoldOurs) {
        String theirs = String.join(", ", KEYS.stream().sorted().toList());
        return mayHoldOurs ? theirs + ", " + Extension.KEY : theirs;
    }
}
