// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.peer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.policies.standing.Standing;
import dev.stillwatch.policies.standing.Tier;
import dev.stillwatch.ratelimit.decide.Descriptor;
import dev.stillwatch.ratelimit.decide.Entry;
import dev.stillwatch.ratelimit.decide.LimitRequest;
import dev.stillwatch.ratelimit.decide.LimitResponse;
import dev.stillwatch.ratelimit.decide.Rate;
import dev.stillwatch.ratelimit.decide.Unit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever is asked of whichever node, the answer is the one that a single node would give: quotas, limits that replace
 * others, shadow mode, looks, hits that are given back, limits that gateways bring, shares of tiers, plans and budgets.
 */
@Timeout(120)
class SameAsOneNodeTest {
    private static final int REQUESTS = 1_500;
    private static final int ACCOUNTS = 8;
    private static final String LIMITS = """
            domain: llm
            stillwatch:
              tiers: {throttle: 0.5, restrict: 0.25}
              steps: {throttle: silent, restrict: visible}
            descriptors:
              - key: account
                rate_limit: {unit: minute, requests_per_unit: 8, name: per-account}
                metadata: {of: account}
                descriptors:
                  - key: model
                    rate_limit: {unit: minute, requests_per_unit: 5, name: both, replaces: [{name: per-model}]}
              - key: model
                rate_limit: {unit: minute, requests_per_unit: 12, name: per-model}
                metadata: {of: model}
              - key: bucket
                rate_limit: {unit: minute, requests_per_unit: 20}
                stillwatch: {algorithm: token_bucket, burst: 6}
              - key: strict
                rate_limit: {unit: minute, requests_per_unit: 9}
                stillwatch: {algorithm: token_bucket, burst: 12, strict: true}
              - key: quota
                quota_mode: true
                rate_limit: {unit: minute, requests_per_unit: 4}
              - key: shadowed
                shadow_mode: true
                rate_limit: {unit: minute, requests_per_unit: 3}
              - {key: free, rate_limit: {unlimited: true}}
              - {key: banned, rate_limit: {unit: hour, requests_per_unit: 0}}
            """;

    @TempDir
    private Path directory;

    @Test
    void whateverIsAskedOfWhicheverNode() throws IOException {
        try (Nodes several = new Nodes(here("three"), LIMITS, Nodes.PATIENT, "a", "b", "c");
                Nodes alone = new Nodes(here("one"), LIMITS, Nodes.PATIENT, "alone")) {
            Random random = new Random(20_261_126);
            int refused = 0;
            for (int i = 0; i < REQUESTS; i++) {
                if (random.nextInt(40) == 0) {
                    Duration passes = Duration.ofMillis(random.nextInt(40_000));
                    several.clock.move(passes);
                    alone.clock.move(passes);
                }
                if (random.nextInt(40) == 0) {
                    Standing standing = standing(random, i);
                    several.all.forEach(one -> one.stands(standing));
                    alone.get(0).stands(standing);
                }
                LimitRequest request = request(random);
                LimitResponse expected = alone.get(0).ask(request);
                assertThat(several.get(random.nextInt(3)).ask(request))
                        .as("request %d: %s", i, request)
                        .isEqualTo(expected);
                several.settle();
                refused += expected.passes() ? 0 : 1;
            }
            assertThat(refused).isBetween(REQUESTS / 10, REQUESTS * 9 / 10);
            assertThat(several.all)
                    .allSatisfy(one -> assertThat(one.peers.tally().answered()).isPositive());
        }
    }

    private Path here(String name) throws IOException {
        return Files.createDirectory(directory.resolve(name));
    }

    private static Standing standing(Random random, int version) {
        int who = random.nextInt(ACCOUNTS + 1);
        String ring = who % 2 == 0 ? "ring-1" : "";
        Tier tier = random.nextBoolean() ? Tier.THROTTLE : Tier.RESTRICT;
        Standing.Mode mode = random.nextInt(3) == 0 ? Standing.Mode.SHADOW : Standing.Mode.ENFORCE;
        String subject = who == ACCOUNTS ? "ring-1" : "acct-" + who;
        return Standings.of(subject, tier, 1 + random.nextInt(60), ring, mode, 1 + version);
    }

    private static LimitRequest request(Random random) {
        List<Descriptor> descriptors = new ArrayList<>();
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            descriptors.add(descriptor(random));
        }
        return new LimitRequest(random.nextInt(30) == 0 ? "unknown" : "llm", descriptors, 1 + random.nextInt(2));
    }

    private static Descriptor descriptor(Random random) {
        Optional<Rate> brought =
                random.nextInt(20) == 0 ? Optional.of(new Rate(random.nextInt(5), Unit.MINUTE)) : Optional.empty();
        OptionalLong hits = random.nextInt(3) == 0 ? OptionalLong.of(random.nextInt(4)) : OptionalLong.empty();
        return new Descriptor(entries(random), brought, hits, random.nextInt(12) == 0);
    }

    private static List<Entry> entries(Random random) {
        Entry account = new Entry("account", "acct-" + random.nextInt(ACCOUNTS));
        Entry model = new Entry("model", "m" + random.nextInt(3));
        return switch (random.nextInt(10)) {
            case 0, 1, 2 -> List.of(account);
            case 3 -> List.of(account, model);
            case 4 -> List.of(model);
            case 5 -> List.of(new Entry("bucket", "x" + random.nextInt(3)));
            case 6 -> List.of(new Entry("strict", "x" + random.nextInt(3)));
            case 7 -> List.of(new Entry("quota", "x" + random.nextInt(3)));
            case 8 -> List.of(new Entry("shadowed", "x"));
            default ->
                List.of(new Entry(random.nextBoolean() ? "free" : random.nextBoolean() ? "banned" : "none", "x"));
        };
    }
}
