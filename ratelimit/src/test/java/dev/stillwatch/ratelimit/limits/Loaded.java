// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.limits;

import dev.stillwatch.policies.yaml.Problem;
import dev.stillwatch.policies.yaml.RefusedException;
import dev.stillwatch.policies.yaml.YamlDocument;
import dev.stillwatch.ratelimit.decide.Entry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Limits out of texts, for tests. */
final class Loaded {
    private Loaded() {}

    static Limits of(String... files) throws RefusedException {
        return of(LimitsLoader.Domains.ONCE, files);
    }

    static Limits of(LimitsLoader.Domains domains, String... files) throws RefusedException {
        List<YamlDocument> documents = new ArrayList<>();
        for (int i = 0; i < files.length; i++) {
            documents.add(YamlDocument.parse(
                    "f" + (i + 1) + ".yaml", files[i].getBytes(StandardCharsets.UTF_8), YamlDocument.Aliases.FOLLOWED));
        }
        return new LimitsLoader(domains).limits(documents);
    }

    /** What is said of files that do not load, a line each. */
    static List<String> problems(String... files) {
        try {
            of(files);
            return List.of();
        } catch (RefusedException e) {
            return e.problems().stream().map(Problem::toString).toList();
        }
    }

    /** The rule for pairs of key and value, alternating; it must be there. */
    static Rule rule(Limits limits, String domain, String... words) {
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < words.length; i += 2) {
            entries.add(new Entry(words[i], words[i + 1]));
        }
        Domain found = Objects.requireNonNull(limits.domain(domain), "no such domain");
        return Objects.requireNonNull(found.find(entries), "no such rule");
    }
}
