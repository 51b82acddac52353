// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.endtoend;

import dev.stillwatch.auditor.intake.FormatRegistry;
import dev.stillwatch.auditor.replay.Backtest;
import dev.stillwatch.auditor.replay.BacktestFailedException;
import dev.stillwatch.auditor.replay.BacktestProgress;
import dev.stillwatch.auditor.replay.BacktestRequest;
import dev.stillwatch.auditor.replay.BacktestSummary;
import dev.stillwatch.auditor.runtime.Detection;
import dev.stillwatch.auditor.runtime.Detections;
import dev.stillwatch.policies.key.DeploymentKey;
import dev.stillwatch.policies.load.PolicyLoader;
import dev.stillwatch.policies.policy.Policy;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Backtests with the detection and the policy that ship, under a fixed key. */
final class Replays {
    static final Policy POLICY = new PolicyLoader().packagedDefault();
    static final DeploymentKey KEY = DeploymentKey.of(1, new byte[32]);
    static final Detection DETECTION =
            Detections.standard(KEY, Path.of("..", "auditor", "target", "vocabulary-cache"), "test");

    private Replays() {}

    /** How a run is spread. */
    record Shape(int partitions, int threads, boolean ticks) {}

    static BacktestSummary run(Path usage, Path out, Shape shape) throws IOException, BacktestFailedException {
        return run(usage, out, shape, POLICY);
    }

    static BacktestSummary run(Path usage, Path out, Shape shape, Policy policy)
            throws IOException, BacktestFailedException {
        return new Backtest(DETECTION, BacktestProgress.NONE).run(request(usage, out, shape, policy));
    }

    static BacktestRequest request(Path usage, Path out, Shape shape, Policy policy) {
        return new BacktestRequest(
                List.of(usage),
                FormatRegistry.AUTO,
                List.of(policy),
                out,
                shape.partitions(),
                shape.partitions(),
                shape.threads(),
                shape.ticks(),
                Instant.parse("2027-01-01T00:00:00Z"),
                Optional.empty());
    }
}
