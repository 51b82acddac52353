// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.load;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stillwatch.policies.yaml.Problem;
import dev.stillwatch.policies.yaml.RefusedException;
import dev.stillwatch.policies.yaml.YamlDocument;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What no schema can say: how values of a merged policy stand to each other and to the packaged default. */
final class CrossCheck {
    private static final List<String> RUNGS = List.of("watch", "throttle", "restrict", "suspend");
    private static final int SECONDS_A_DAY = 86_400;

    private final YamlDocument document;
    private final JsonNode merged;
    private final JsonNode packaged;
    private final List<Problem> problems = new ArrayList<>();

    CrossCheck(YamlDocument document, JsonNode merged, JsonNode packaged) {
        this.document = document;
        this.merged = merged;
        this.packaged = packaged;
    }

    List<Problem> problems() {
        name();
        ladder();
        timing();
        signals();
        instants();
        indicators();
        return problems;
    }

    private void name() {
        if (merged.path("name").equals(packaged.path("name"))) {
            add("/name", "'name' is that of the packaged policy", "a name of your own: findings name the policy");
        }
    }

    private void ladder() {
        JsonNode ladder = merged.path("ladder");
        for (int i = 1; i < RUNGS.size(); i++) {
            String lower = RUNGS.get(i - 1);
            String upper = RUNGS.get(i);
            if (ladder.path(upper).asDouble() <= ladder.path(lower).asDouble()) {
                String at = document.places().containsKey("/ladder/" + upper) ? upper : lower;
                add(
                        "/ladder/" + at,
                        "'" + upper + "' is " + ladder.path(upper) + " and '" + lower + "' is " + ladder.path(lower),
                        "watch < throttle < restrict < suspend");
            }
        }
        double sum = 0;
        for (JsonNode cap : ladder.path("family_caps")) {
            sum += cap.asDouble();
        }
        if (sum < ladder.path("suspend").asDouble()) {
            add("/ladder/family_caps", "the caps add up to " + sum, "caps that together can reach 'suspend'");
        }
        JsonNode plan = ladder.path("plan");
        if (plan.path("restrict_share").asDouble() > plan.path("throttle_share").asDouble()) {
            add(
                    "/ladder/plan/restrict_share",
                    "'restrict_share' is above 'throttle_share'",
                    "restrict to leave no more than throttle");
        }
    }

    private void timing() {
        int bucket = merged.path("timing").path("bucket_seconds").asInt();
        if (SECONDS_A_DAY % bucket != 0) {
            add("/timing/bucket_seconds", "'bucket_seconds' is " + bucket, "a divisor of a day's 86400 seconds");
        }
    }

    private void signals() {
        merged.path("signals").properties().forEach(signal -> {
            String pointer = "/signals/" + signal.getKey();
            JsonNode known = packaged.path("signals").path(signal.getKey());
            if (known.isMissingNode()) {
                add(pointer, "unknown signal '" + signal.getKey() + "'", "one of " + keys(packaged.path("signals")));
                return;
            }
            signal.getValue().path("values").fieldNames().forEachRemaining(name -> {
                if (!known.path("values").has(name)) {
                    add(
                            pointer + "/values/" + name,
                            "unknown value '" + name + "' of " + signal.getKey(),
                            "one of " + keys(known.path("values")));
                }
            });
        });
    }

    private void instants() {
        instant("/valid_from");
        for (int i = 0; i < merged.path("releases").size(); i++) {
            instant("/releases/" + i + "/released");
        }
    }

    private void indicators() {
        double throttle = merged.path("ladder").path("throttle").asDouble();
        for (int i = 0; i < merged.path("indicators").size(); i++) {
            instant("/indicators/" + i + "/until");
            double weight = merged.path("indicators").path(i).path("weight").asDouble();
            if (weight >= throttle) {
                add(
                        "/indicators/" + i + "/weight",
                        "'weight' is " + weight + " and 'throttle' is " + throttle,
                        "a weight below 'throttle': nobody is limited on another party's word");
            }
        }
    }

    private void instant(String pointer) {
        String text = merged.at(pointer).asText();
        try {
            Instant.parse(text);
        } catch (DateTimeException e) {
            add(pointer, "'" + text + "' is no date of the calendar", "an instant in UTC such as 2026-11-22T00:00:00Z");
        }
    }

    private void add(String pointer, String found, String expected) {
        problems.add(document.problem(pointer, found, expected));
    }

    private static String keys(JsonNode object) {
        List<String> keys = new ArrayList<>();
        object.fieldNames().forEachRemaining(keys::add);
        return String.join(", ", keys);
    }

    /** Each value of the key at most once in a list of objects. */
    static void requireUnique(YamlDocument document, String key) throws RefusedException {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < document.root().size(); i++) {
            String value = document.root().path(i).path(key).asText();
            if (!seen.add(value)) {
                throw new RefusedException(document.problem(
                        "/" + i + "/" + key, "'" + value + "' a second time", "each " + key + " once"));
            }
        }
    }
}
