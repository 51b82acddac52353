// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.command.limiter;

import dev.stillwatch.policies.key.DeploymentKey;
import dev.stillwatch.ratelimit.count.Counters;
import dev.stillwatch.ratelimit.follow.SnapshotFollower;
import dev.stillwatch.ratelimit.follow.SnapshotWriter;
import dev.stillwatch.ratelimit.snapshot.LastStates;
import dev.stillwatch.ratelimit.snapshot.Round;
import dev.stillwatch.ratelimit.snapshot.SnapshotSweep;
import dev.stillwatch.ratelimit.standing.StandingLimiter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * What is counted survives a restart of the limiter: read from the cluster at the start, written to it once a second. At
 * most so many states go there in a second; those of plans and budgets go first.
 */
final class Keeping implements AutoCloseable {
    private static final Duration SPAN = Duration.ofSeconds(1);
    private static final int MOST_IN_A_SPAN = 5_000;

    private final String cluster;
    private final DeploymentKey key;
    private final SnapshotFollower follower;
    private volatile Optional<SnapshotWriter> writer = Optional.empty();

    private Keeping(String cluster, DeploymentKey key, SnapshotFollower follower) {
        this.cluster = cluster;
        this.key = key;
        this.follower = follower;
    }

    /**
     * Begins to read.
     *
     * @param cluster where
     * @param key verifies what is read and tags what is written
     */
    static Keeping start(String cluster, DeploymentKey key) {
        return new Keeping(cluster, key, SnapshotFollower.start(cluster, key));
    }

    /** What counters had before. */
    LastStates last() {
        return follower.last();
    }

    /** Begins to write: the flagged first. */
    void write(StandingLimiter standings, Counters counters) {
        List<Round<?, ?>> rounds = new ArrayList<>(standings.rounds());
        rounds.add(counters.round());
        SnapshotSweep sweep = new SnapshotSweep(rounds, SPAN.toMillis(), MOST_IN_A_SPAN);
        writer = Optional.of(SnapshotWriter.start(cluster, key, sweep, follower));
    }

    /** Whether everything that was there at the start has been read. */
    boolean isReady() {
        return follower.isReady();
    }

    /** What {@code /metrics} shows of it. */
    Map<String, LongSupplier> gauges() {
        return Map.of(
                "snapshots.read",
                follower::read,
                "snapshots.refused",
                follower::refused,
                "snapshots.early",
                follower::early,
                "snapshots.broker.turns",
                follower::turns,
                "snapshots.known",
                follower::size,
                "snapshots.written",
                () -> writer.map(SnapshotWriter::written).orElse(0L),
                "snapshots.dropped",
                () -> writer.map(SnapshotWriter::dropped).orElse(0L),
                "snapshots.age.millis",
                () -> writer.map(SnapshotWriter::age).orElse(0L));
    }

    @Override
    public void close() {
        writer.ifPresent(SnapshotWriter::close);
        follower.close();
    }
}
