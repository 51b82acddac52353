// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.command;

import dev.stillwatch.auditor.replay.Companion;
import dev.stillwatch.auditor.runtime.ActWriter;
import dev.stillwatch.auditor.runtime.Cluster;
import dev.stillwatch.deploy.command.limiter.LimiterRun;
import dev.stillwatch.deploy.console.GatewayTable;
import dev.stillwatch.deploy.console.Terminal;
import dev.stillwatch.policies.act.Act;
import dev.stillwatch.policies.key.DeploymentKey;
import dev.stillwatch.policies.standing.Tier;
import dev.stillwatch.policies.topic.Topic;
import dev.stillwatch.ratelimit.apply.Modes;
import dev.stillwatch.ratelimit.count.Counters;
import dev.stillwatch.ratelimit.door.LimiterServer;
import dev.stillwatch.ratelimit.limits.LimitsLoader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The limiter beside the demo: it follows the standings as the auditor publishes them, and when all traffic is judged
 * every account calls through it, first in shadow mode and then with the policy's first rung promoted.
 */
final class DemoLimiter implements Companion {
    /** The domain of its limits file. */
    static final String DOMAIN = "llm";

    /** Calls of each account, each time. */
    static final int CALLS = 20;

    private static final String LIMITS = """
            domain: llm
            descriptors:
              - key: account
                rate_limit: {unit: minute, requests_per_unit: 600}
                stillwatch: {algorithm: token_bucket}
            """;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long BETWEEN_LOOKS = TimeUnit.MILLISECONDS.toNanos(1);

    private final Path folder;
    private final DeploymentKey key;
    private final String policy;
    private final List<String> accounts;
    private final List<GatewayTable.Row> rows = new ArrayList<>();
    private Optional<Duration> obeyed = Optional.empty();

    /**
     * One that has not joined yet.
     *
     * @param folder where its limits file is written
     * @param key verifies standings, tags the promotion
     * @param policy name of the policy that is promoted
     * @param accounts who calls
     */
    DemoLimiter(Path folder, DeploymentKey key, String policy, List<String> accounts) {
        this.folder = folder;
        this.key = key;
        this.policy = policy;
        this.accounts = List.copyOf(accounts);
    }

    /** What became of each account's calls, in the order of the accounts; none before everything was judged. */
    List<GatewayTable.Row> rows() {
        return List.copyOf(rows);
    }

    /** How long after the promotion was on its topic the limiter refused by it; empty where no account is limited. */
    Optional<Duration> obeyed() {
        return obeyed;
    }

    @Override
    public Stay join(String bootstrapServers) throws IOException {
        new Cluster(bootstrapServers).require(List.of(Topic.DECISIONS, Topic.BUCKETS), true, 1);
        Path limits = Files.writeString(folder.resolve("limits.yaml"), LIMITS);
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        LimiterRun run = LimiterRun.start(
                new LimiterRun.Settings(
                        limits,
                        LimitsLoader.Domains.ONCE,
                        ListenAddress.of(LimiterServer.LOOPBACK, 0),
                        Modes.OF_RULES,
                        Counters.MOST,
                        Optional.of(new LimiterRun.Cluster(bootstrapServers, key, "demo"))),
                new Terminal(nowhere, nowhere, false, 0));
        return new Stay() {
            @Override
            public void judged() throws IOException {
                ask(bootstrapServers, new DemoGateway(run.port()));
            }

            @Override
            public void close() {
                run.close();
            }
        };
    }

    private void ask(String bootstrapServers, DemoGateway gateway) throws IOException {
        await("had not read the standings", gateway::isReady);
        List<DemoGateway.Calls> shadow = callAll(gateway);
        await("did not report whom shadow mode spared", gateway::isReportWhole);
        Map<String, Long> spared = gateway.spared();
        promote(bootstrapServers, gateway, spared);
        List<DemoGateway.Calls> promoted = callAll(gateway);
        for (int i = 0; i < accounts.size(); i++) {
            DemoGateway.Calls then = promoted.get(i);
            rows.add(new GatewayTable.Row(
                    accounts.get(i),
                    shadow.get(i).passed(),
                    spared.getOrDefault(accounts.get(i), 0L),
                    then.passed(),
                    then.refused(),
                    then.status(),
                    then.retryAfter()));
        }
    }

    /** Calls as each account, in their order. */
    private List<DemoGateway.Calls> callAll(DemoGateway gateway) throws IOException {
        List<DemoGateway.Calls> calls = new ArrayList<>();
        for (String account : accounts) {
            calls.add(gateway.call(account, CALLS));
        }
        return calls;
    }

    private void promote(String bootstrapServers, DemoGateway gateway, Map<String, Long> spared) throws IOException {
        try (ActWriter writer = new ActWriter(bootstrapServers, Topic.ACTS.topicName(), key)) {
            writer.write(new Act(
                    UUID.randomUUID().toString(),
                    policy,
                    Act.Kind.PROMOTE,
                    Tier.THROTTLE,
                    0,
                    Act.Verdict.NONE,
                    "demo",
                    "the demo shows what a promotion does",
                    System.currentTimeMillis(),
                    0));
        }
        Optional<String> limited = accounts.stream().filter(spared::containsKey).findFirst();
        if (limited.isPresent()) {
            String account = limited.get();
            obeyed = Optional.of(await(
                    "did not obey the promotion", () -> gateway.tier(account).equals(Tier.THROTTLE.label())));
        }
    }

    /** How long it took. */
    private static Duration await(String what, Look look) throws IOException {
        long begun = System.nanoTime();
        while (!look.sees()) {
            if (System.nanoTime() - begun > PATIENCE.toNanos()) {
                throw new IOException("the demo's limiter " + what + " within " + PATIENCE.toSeconds() + " s");
            }
            LockSupport.parkNanos(BETWEEN_LOOKS);
            if (Thread.currentThread().isInterrupted()) {
                throw new IOException("interrupted");
            }
        }
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    private interface Look {
        boolean sees() throws IOException;
    }
}
