// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.auditor.alert.Techniques;
import dev.stillwatch.auditor.replay.Backtest;
import dev.stillwatch.auditor.replay.BacktestProgress;
import dev.stillwatch.auditor.runtime.Detections;
import dev.stillwatch.auditor.sharing.BundleWriter;
import dev.stillwatch.auditor.sharing.RingReport;
import dev.stillwatch.auditor.sharing.RingReports;
import dev.stillwatch.auditor.sharing.RingSelection;
import dev.stillwatch.auditor.sharing.SharedIndicator;
import dev.stillwatch.auditor.sharing.SignedBundle;
import dev.stillwatch.deploy.endtoend.Replays.Shape;
import dev.stillwatch.deploy.simulate.Recipe;
import dev.stillwatch.deploy.simulate.Scenario;
import dev.stillwatch.deploy.simulate.Simulation;
import dev.stillwatch.policies.key.DeploymentKey;
import dev.stillwatch.policies.key.SharingGroup;
import dev.stillwatch.policies.passport.SigningKey;
import dev.stillwatch.policies.passport.TrustedKeys;
import dev.stillwatch.policies.policy.Indicator;
import dev.stillwatch.policies.policy.Policy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two deployments with keys of their own and one group's: what one found weighs on the same campaign at the other. */
final class SharedTemplateTest {
    private static final String CANARY = "zqleak";
    private static final Instant NOW = Instant.parse("2026-01-09T00:00:00Z");
    private static final SharingGroup GROUP =
            SharingGroup.of("labs", "a secret of the group, 32 bytes or more".getBytes(StandardCharsets.UTF_8));

    @TempDir
    private Path directory = Path.of("");

    @Test
    void aTemplateThatOneFoundIsAReasonAtTheOther() throws Exception {
        Simulation.of(Recipe.of(Scenario.R3, 5).withDays(1).withCanary(CANARY)).write(directory, count -> {});
        Path usage = directory.resolve("usage.ndjson");
        List<RingReport> found = rings(usage, 1, Replays.POLICY);
        List<RingReport> told = RingSelection.of(found, GROUP.id(), Set.of()).told();
        assertThat(told).isNotEmpty();

        SigningKey key = SigningKey.generate(directory.resolve("party"));
        byte[] bytes = new BundleWriter(GROUP.id(), key.publicKey().id(), Techniques.packaged())
                .write(told, NOW, Duration.ofDays(30));
        String text = new String(bytes, StandardCharsets.UTF_8);
        assertThat(text).doesNotContain(CANARY, "ring-");
        accounts().forEach(account -> assertThat(text).doesNotContain("\"" + account));

        SignedBundle bundle = new SignedBundle(directory.resolve("bundle.json"));
        bundle.write(bytes, key);
        List<Indicator> indicators = new ArrayList<>();
        for (SharedIndicator indicator :
                bundle.read(new TrustedKeys(List.of(key.publicKey()))).live(NOW.toEpochMilli())) {
            indicator.templates().forEach(hash -> indicators.add(new Indicator(hash, 1000, "acme", indicator.until())));
        }

        Policy listening = Replays.POLICY.withIndicators(indicators);
        assertThat(rings(usage, 2, listening))
                .anySatisfy(ring -> assertThat(ring.signals()).contains("D18"))
                .noneSatisfy(ring -> assertThat(ring.id())
                        .isIn(told.stream().map(RingReport::id).toList()));
        assertThat(Files.readString(directory.resolve("2/rings.jsonl"))).contains("a template that acme reported");
    }

    private List<RingReport> rings(Path usage, int deployment, Policy policy) throws Exception {
        byte[] secret = new byte[DeploymentKey.LEAST_BYTES];
        secret[0] = (byte) deployment;
        Path out = directory.resolve(String.valueOf(deployment));
        new Backtest(
                        Detections.standard(
                                DeploymentKey.of(1, secret),
                                Optional.of(GROUP),
                                0,
                                Path.of("..", "auditor", "target", "vocabulary-cache"),
                                "test"),
                        BacktestProgress.NONE)
                .run(Replays.request(usage, out, new Shape(1, 1, true), policy));
        return RingReports.read(out);
    }

    private Set<String> accounts() throws Exception {
        Set<String> accounts = new HashSet<>();
        for (String row :
                Files.readAllLines(directory.resolve("1/verdicts.csv")).subList(1, 20)) {
            accounts.add(row.substring(0, row.indexOf(',')));
        }
        return accounts;
    }
}
