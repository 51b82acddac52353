// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.policies.yaml.RefusedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What envoyproxy/ratelimit refuses is refused here, with the place and what was expected. */
class LoadErrorTest {
    private static final String DESCRIPTOR = "domain: d\ndescriptors:\n  - key: k\n    ";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``                                     | f1.yaml:1:1: no domain; expected a domain that is not empty",
                "domain:                                | f1.yaml:1:1: no domain; expected a domain that is not empty",
                "domain: ''                             | f1.yaml:1:1: no domain; expected a domain that is not empty",
                "[a]                                    | f1.yaml:1:1: no object; expected an object with 'domain' and 'descriptors'",
                "{domain: d, descriptrs: []}            | f1.yaml:1:13: unknown key 'descriptrs'; expected one of descriptors,",
                "{domain: d, 7: x}                      | f1.yaml:1:16: unknown key '7'; expected one of descriptors,",
                "{domain: [d]}                          | f1.yaml:1:11: an item of 'domain' that is no object; expected objects only",
                "{domain: {key: d}}                     | f1.yaml:1:2: 'domain' is no text; expected text",
                "{domain: 1.5}                          | f1.yaml:1:10: 'domain' is the number 1.5; expected text or a whole number",
                "{domain: 99999999999999999999}         | f1.yaml:1:10: 'domain' is the number 99999999999999999999; expected text",
                "{domain: d, descriptors: [a, {}]}      | f1.yaml:1:27: an item of 'descriptors' that is no object; expected objects",
                "{domain: d, descriptors: {key: k}}     | f1.yaml:1:13: 'descriptors' is no list; expected a list",
                "{domain: d, descriptors: all}          | f1.yaml:1:26: 'descriptors' is no list; expected a list",
                "{domain: d, descriptors: [{value: v}]} | f1.yaml:1:27: a descriptor without key; expected a key that is not empty",
                "{domain: d, descriptors: [{key: ''}]}  | f1.yaml:1:27: a descriptor without key; expected a key that is not empty",
                "{domain: d, descriptors: [[{key: k}]]} | f1.yaml:1:27: an item of 'descriptors' that is no object; expected objects",
                "{domain: d                             | expected well-formed YAML"
            })
    void aFileThatIsNoLimitsFile(String yaml, String problem) {
        assertThat(Loaded.problems(yaml)).singleElement().asString().contains(problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "rate_limit: {unit: fortnight, requests_per_unit: 1} | f1.yaml:4:24: the unit 'fortnight'; expected second, minute, hour, day, week, month or year as unit",
                "rate_limit: {requests_per_unit: 1}                  | f1.yaml:4:5: no unit; expected second, minute, hour, day, week, month or year as unit",
                "rate_limit: {unit: unknown}                         | f1.yaml:4:24: the unit 'unknown'; expected second,",
                "rate_limit: {unlimited: true, unit: day}            | f1.yaml:4:41: a unit on what is unlimited; expected no unit",
                "rate_limit: {unlimited: maybe, unit: day}           | f1.yaml:4:29: 'unlimited' is neither true nor false; expected true or false",
                "rate_limit: {unlimited: [], unit: day}              | f1.yaml:4:18: 'unlimited' is neither true nor false; expected true or false",
                "rate_limit: {unit: day, requests_per_unit: -1}      | f1.yaml:4:48: 'requests_per_unit' is -1; expected a whole number from 0 to 4294967295",
                "rate_limit: {unit: day, requests_per_unit: many}    | f1.yaml:4:48: 'requests_per_unit' is many; expected a whole number from 0",
                "rate_limit: {unit: day, requests_per_unit: 4294967296} | f1.yaml:4:48: 'requests_per_unit' is 4294967296; expected a whole",
                "rate_limit: {unit: day, requests_per_unit: {}}      | f1.yaml:4:29: 'requests_per_unit' is no number; expected a whole",
                "rate_limit: {unit: day, replaces: [{name: ''}]}     | f1.yaml:4:40: a replaced limit without name; expected the name of another limit",
                "rate_limit: {unit: day, name: n, replaces: [{name: n}]} | f1.yaml:4:49: a limit that replaces itself; expected the name of another limit",
                "rate_limit: {unit: day, replaces: [n]}              | f1.yaml:4:40: an item of 'replaces' that is no object; expected objects only",
                "rate_limit: 60                                      | f1.yaml:4:17: 'rate_limit' is no object; expected an object",
                "share_threshold: true                               | f1.yaml:4:22: share_threshold on 'k'; expected a '*' in the value",
                "shadow_mode: 1                                      | f1.yaml:4:18: 'shadow_mode' is neither true nor false; expected true or false",
                "metadata: [a]                                       | f1.yaml:4:5: 'metadata' is no object; expected an object",
                "descriptors: [{key: a}, {key: b}, {key: a}]         | f1.yaml:4:39: the descriptor 'a' a second time; expected each descriptor once",
                "descriptors: [{key: a, value: b}, {key: a, value: b}] | f1.yaml:4:39: the descriptor 'a' with value 'b' a second time; expected"
            })
    void aDescriptorThatMeansNothing(String yaml, String problem) {
        assertThat(Loaded.problems(DESCRIPTOR + yaml))
                .singleElement()
                .asString()
                .contains(problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "stillwatch: 5                                | 'stillwatch' is no object; expected an object",
                "stillwatch: {algo: token_bucket}             | unknown key 'algo'; expected one of algorithm, burst, strict, tokens",
                "stillwatch: {algorithm: leaky}               | an algorithm without limit; expected a rate_limit beside it",
                "stillwatch: {tokens: {tpm: 5}}               | unknown key 'tpm'; expected one of rpm, itpm, otpm, tpd, usd, concurrency",
                "stillwatch: {tokens: {rpm: -5}}              | 'rpm' is -5; expected a whole number from 0 to 60000000000",
                "stillwatch: {tokens: {usd: free, prices: {input: 1}}} | 'usd' is no such number; expected a number from 0 to 1000000",
                "stillwatch: {tokens: {usd: -0.5, prices: {output: 1}}} | 'usd' is no such number; expected a number from 0 to 1000000",
                "stillwatch: {tokens: {usd: 5}}               | dollars without prices; expected 'prices: {input: ..., output: ...}' beside them",
                "stillwatch: {tokens: {usd: 5, prices: {}}}   | dollars without prices; expected 'prices: {input: ..., output: ...}' beside them",
                "stillwatch: {tokens: {prices: {in: 1}}}      | unknown key 'in'; expected one of input, cached_input, output, reasoning",
                "stillwatch: {tokens: {prices: {input: 1001}}} | 'input' is no such number; expected a number from 0 to 1000",
                "stillwatch: {tokens: {weights: {output: 1}}} | unknown key 'output'; expected one of cached_input, reasoning",
                "stillwatch: {tokens: {weights: {reasoning: 101}}} | 'reasoning' is no such number; expected a number from 0 to 100",
                "stillwatch: {tokens: {expected_output: 0}}   | an expected output of 0; expected at least 1",
                "rate_limit: {stillwatch: {}, unit: day}      | unknown key 'stillwatch'; expected one of",
                "{rate_limit: {unit: day}, stillwatch: {algorithm: leaky}}  | the algorithm 'leaky'; expected fixed_window or token_bucket",
                "{rate_limit: {unit: day}, stillwatch: {burst: 5}}          | burst or strict without bucket; expected 'algorithm: token_bucket' beside them",
                "{rate_limit: {unlimited: true}, stillwatch: {algorithm: token_bucket}} | a bucket on what is unlimited; expected no algorithm",
                "{rate_limit: {unit: day}, stillwatch: {algorithm: token_bucket, burst: 0}} | a burst of 0; expected at least 1",
                "{rate_limit: {unit: second, requests_per_unit: 1000000001}, stillwatch: {algorithm: token_bucket}} | faster than once in a nanosecond; expected a lower rate"
            })
    void ourBlockBesideALimit(String yaml, String problem) {
        String descriptor = yaml.startsWith("{")
                ? "domain: d\ndescriptors:\n  - {key: k, " + yaml.substring(1) + "\n"
                : DESCRIPTOR + yaml;

        assertThat(Loaded.problems(descriptor)).singleElement().asString().contains(problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[]                            | 'stillwatch' is no object; expected an object",
                "{header: ietf}                | unknown key 'header'; expected one of headers, subjects, tiers, steps",
                "{headers: github}             | the profile 'github'; expected one of none, x-ratelimit, openai, anthropic, ietf",
                "{subjects: account}           | subjects that are no list of keys; expected a list of keys of descriptors",
                "{subjects: []}                | subjects that are no list of keys; expected a list of keys of descriptors",
                "{subjects: [a, 1]}            | subjects that are no list of keys; expected a list of keys of descriptors",
                "{tiers: {watch: 0.5}}         | unknown key 'watch'; expected one of restrict, throttle",
                "{tiers: {throttle: 1.5}}      | 'throttle' is no such number; expected a number from 0 to 1",
                "{tiers: {throttle: 0}}        | a factor of 0; expected more than 0 and at most 1",
                "{steps: {throttle: loud}}     | the step 'loud'; expected silent or visible",
                "{steps: {suspend: silent}}    | unknown key 'suspend'; expected one of restrict, throttle"
            })
    void ourBlockAtTheTop(String yaml, String problem) {
        assertThat(Loaded.problems("domain: d\nstillwatch: " + yaml))
                .singleElement()
                .asString()
                .startsWith("f1.yaml:2:")
                .contains(problem);
    }

    @Test
    void everythingThatIsWrongIsSaidAtOnceInAllFiles() {
        assertThat(Loaded.problems(
                        "domain: d\ndescriptors:\n  - {key: a, rate_limit: {unit: x}}\n  - {value: b}\n",
                        "domain: d\n",
                        "domain: e\ndescriptors: [{kee: a}]\n"))
                .satisfiesExactly(
                        one -> assertThat(one).startsWith("f1.yaml:3:33: the unit 'x'"),
                        two -> assertThat(two).startsWith("f1.yaml:4:5: a descriptor without key"),
                        three -> assertThat(three)
                                .isEqualTo(
                                        "f2.yaml:1:9: the domain 'd' a second time; expected each domain in one file"),
                        four -> assertThat(four).startsWith("f3.yaml:2:21: unknown key 'kee'"));
    }

    @Test
    void whatAliasesStandForIsBounded() {
        StringBuilder bomb = new StringBuilder("domain: d\ndescriptors:\n  - key: a\n    metadata: &a0 {x: y}\n");
        for (int i = 1; i < 30; i++) {
            bomb.append("  - {key: k").append(i).append(", metadata: &a").append(i);
            bomb.append(" {l: *a").append(i - 1).append(", r: *a").append(i - 1).append("}}\n");
        }

        assertThat(Loaded.problems(bomb.toString())).singleElement().asString().contains("too much, aliases counted");
        assertThat(Loaded.problems("domain: d\ndescriptors: [{key: k, metadata: &a {b: *a}}]"))
                .singleElement()
                .asString()
                .contains("a value that holds itself");
        assertThat(Loaded.problems("domain: d\ndescriptors: [{key: k, <<: [5]}]"))
                .singleElement()
                .asString()
                .contains("a merge of what is no object");
    }

    @Test
    void mergedDomainsStillHoldEachDescriptorAndEachBlockOfOursOnce() {
        assertThat(problemsMerged("domain: d\ndescriptors: [{key: a}]", "domain: d\ndescriptors: [{key: a}]"))
                .isEqualTo("f2.yaml:2:15: the descriptor 'a' a second time; expected each descriptor once");
        assertThat(problemsMerged("domain: d\nstillwatch: {headers: ietf}", "domain: d\nstillwatch: {headers: ietf}"))
                .isEqualTo("f2.yaml:2:1: settings of 'd' a second time; expected them in one file");
    }

    private static String problemsMerged(String... files) {
        try {
            Loaded.of(LimitsLoader.Domains.MERGED, files);
            return "";
        } catch (RefusedException e) {
            return e.problems().get(0).toString();
        }
    }
}
