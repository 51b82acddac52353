// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stillwatch.policies.yaml.RefusedException;
import dev.stillwatch.ratelimit.decide.Entry;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Limits in more than one file. */
class LimitsDirectoryTest {
    @Test
    void domainsOfSeveralFilesAreMergedInTheirOrder() throws RefusedException {
        Limits limits = Loaded.of(
                LimitsLoader.Domains.MERGED,
                "{domain: d, descriptors: [{key: k, value: 'a*', rate_limit: {name: one, unit: day}}]}",
                "{domain: d, descriptors: [{key: k, value: 'ab*', rate_limit: {name: two, unit: day}}, {key: b}]}",
                "{domain: e}");

        assertThat(limits.domains()).containsOnlyKeys("d", "e");
        assertThat(Loaded.rule(limits, "d", "k", "abc").limit().orElseThrow().name())
                .isEqualTo("one");
        assertThat(Loaded.rule(limits, "d", "b", "x").steps().get(0).pattern()).isEqualTo(new Entry("b", ""));
    }

    @Test
    void aDirectoryIsItsYamlFilesAndNothingElse(@TempDir Path directory) throws Exception {
        Files.writeString(directory.resolve("a.yaml"), "domain: a");
        Files.writeString(directory.resolve("b.yml"), "domain: b");
        Files.writeString(directory.resolve("c.json"), "{\"domain\": \"c\"}");
        Files.writeString(directory.resolve("notes.txt"), "no limits");
        Files.writeString(directory.resolve(".hidden.yaml"), "[");
        Files.createDirectory(directory.resolve("sub.yaml"));

        Limits limits = new LimitsLoader(LimitsLoader.Domains.ONCE).load(directory);

        assertThat(limits.domains()).containsOnlyKeys("a", "b", "c");
    }

    @Test
    void aPlaceWithoutLimitsIsRefused(@TempDir Path directory) {
        LimitsLoader loader = new LimitsLoader(LimitsLoader.Domains.ONCE);

        assertThatThrownBy(() -> loader.load(directory)).hasMessageContaining("a directory without limits");
        assertThatThrownBy(() -> loader.load(directory.resolve("absent.yaml")))
                .hasMessageContaining("the file cannot be read");
    }
}
