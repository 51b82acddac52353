// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.policies.yaml.RefusedException;
import dev.stillwatch.policies.yaml.YamlDocument;
import dev.stillwatch.ratelimit.decide.Entry;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Files with a few bytes changed are loaded or refused with places; they never fail in another way. */
class ReaderFuzzTest {
    private static final String FILE = """
            domain: llm
            descriptors:
              - key: account
                value: "a*b"
                share_threshold: true
                shadow_mode: no
                rate_limit: &r {name: n, replaces: [{name: m}], unit: minute, requests_per_unit: 60}
                metadata: {go: {there: [1, 2.5, x]}}
                stillwatch:
                  algorithm: token_bucket
                  burst: 100
                  strict: true
                  tokens: {rpm: 60, itpm: 40000, otpm: 8000, tpd: 2000000, usd: 25.0, concurrency: 8, prices: {input: 2.5}}
              - key: model
                quota_mode: true
                detailed_metric: true
                value_to_metric: true
                descriptors:
                  - {key: user, value: 007, rate_limit: {<<: *r, requests_per_unit: 0x10}}
                  - {key: free, rate_limit: {unlimited: true}}
            stillwatch:
              headers: ietf
              subjects: [account, api_key]
              tiers: {throttle: 0.5, restrict: 1.0}
              steps: {throttle: silent, restrict: visible}
            """;
    private static final String[] PIECES = {
        "*",
        "&r",
        "*r",
        "<<",
        "null",
        "~",
        "{",
        "}",
        "[",
        "]",
        ":",
        ", ",
        "- ",
        "\n",
        "  ",
        "'",
        "\"",
        "-1",
        "1e9",
        ".nan",
        "99999999999999999999",
        "key",
        "stillwatch",
        "rate_limit",
        "true",
        "|",
        "#",
        "!!int ",
        "%",
        "\t",
        "\u0000",
        "é"
    };

    @Test
    void aChangedFileIsLoadedOrRefusedAndNeverAnotherException() {
        Random random = new Random(4);
        int loaded = 0;
        int refused = 0;
        for (int round = 0; round < 6_000; round++) {
            String changed = changed(random);
            try {
                Limits limits = new LimitsLoader(LimitsLoader.Domains.ONCE)
                        .limits(List.of(YamlDocument.parse(
                                "f.yaml", changed.getBytes(StandardCharsets.UTF_8), YamlDocument.Aliases.FOLLOWED)));
                for (Domain domain : limits.domains().values()) {
                    domain.find(List.of(new Entry("model", "m"), new Entry("user", "007")));
                }
                loaded++;
            } catch (RefusedException e) {
                assertThat(e.problems()).isNotEmpty().allSatisfy(problem -> {
                    assertThat(problem.line()).isPositive();
                    assertThat(problem.found()).isNotBlank();
                    assertThat(problem.expected()).isNotBlank();
                });
                refused++;
            } catch (RuntimeException | StackOverflowError e) {
                throw new AssertionError("round " + round + ":\n" + changed, e);
            }
        }
        assertThat(loaded).isGreaterThan(100);
        assertThat(refused).isGreaterThan(100);
    }

    private static String changed(Random random) {
        StringBuilder text = new StringBuilder(FILE);
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            int at = random.nextInt(text.length());
            int end = Math.min(text.length(), at + random.nextInt(12));
            String piece = random.nextBoolean()
                    ? PIECES[random.nextInt(PIECES.length)]
                    : FILE.substring(
                            at % FILE.length(), Math.min(FILE.length(), at % FILE.length() + random.nextInt(40)));
            text.replace(at, random.nextBoolean() ? at : end, piece);
        }
        return text.toString();
    }
}
