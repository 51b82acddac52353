// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.play;

import dev.stillwatch.auditor.intake.FormatRegistry;
import dev.stillwatch.auditor.replay.Backtest;
import dev.stillwatch.auditor.replay.BacktestFailedException;
import dev.stillwatch.auditor.replay.BacktestProgress;
import dev.stillwatch.auditor.replay.BacktestRequest;
import dev.stillwatch.auditor.runtime.Detection;
import dev.stillwatch.auditor.runtime.EmbeddedBroker;
import dev.stillwatch.policies.load.Loading;
import dev.stillwatch.policies.load.PolicyLoader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;

/** The product as it ships, on one broker for all replays: a broker's start would cost more than a small replay. */
public final class BacktestReplay implements Replay, AutoCloseable {
    private static final Instant LATEST = Instant.parse("2100-01-01T00:00:00Z");
    private static final int PARTITIONS = 2;

    private final Detection detection;
    private final EmbeddedBroker broker;

    private BacktestReplay(Detection detection, EmbeddedBroker broker) {
        this.detection = detection;
        this.broker = broker;
    }

    /**
     * Starts the broker.
     *
     * @throws IOException when it cannot have its files
     */
    public static BacktestReplay start(Detection detection) throws IOException {
        return new BacktestReplay(detection, EmbeddedBroker.startTemporary());
    }

    @Override
    public void run(Path simulation, Path results) throws IOException {
        // The simulated customers' declarations are simulated too, so nobody could have signed them.
        Loading loading = new PolicyLoader(true).load(simulation.resolve("policies"));
        if (loading instanceof Loading.Refused refused) {
            throw new IOException(
                    "the simulated policies do not load: " + refused.problems().get(0));
        }
        try {
            new Backtest(detection, BacktestProgress.NONE)
                    .run(new BacktestRequest(
                            List.of(simulation.resolve("usage.ndjson")),
                            FormatRegistry.AUTO,
                            List.of(((Loading.Loaded) loading).policy()),
                            results,
                            PARTITIONS,
                            PARTITIONS,
                            PARTITIONS,
                            false,
                            LATEST,
                            Optional.of(broker.bootstrapServers())));
            forget();
        } catch (BacktestFailedException e) {
            throw new IOException("the replay of " + simulation + " failed: " + e.getMessage(), e);
        }
    }

    /** Frees the disk: a full bench is larger than one. */
    private void forget() throws BacktestFailedException {
        try (Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers()))) {
            Set<String> topics = admin.listTopics().names().get();
            admin.deleteTopics(topics).all().get();
        } catch (ExecutionException e) {
            throw new BacktestFailedException("the topics of the replay cannot be deleted: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BacktestFailedException("interrupted");
        }
    }

    @Override
    public void close() {
        broker.close();
    }
}
