// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.standing;

import dev.stillwatch.policies.key.DeploymentKey;
import dev.stillwatch.ratelimit.decide.DescriptorStatus;
import dev.stillwatch.ratelimit.decide.LimitResponse;
import dev.stillwatch.ratelimit.decide.Limiter;
import dev.stillwatch.ratelimit.follow.FollowException;
import dev.stillwatch.ratelimit.follow.StandingFollower;
import dev.stillwatch.ratelimit.limits.DomainSettings;
import dev.stillwatch.ratelimit.standing.StandingBook;
import dev.stillwatch.ratelimit.standing.StandingLimiter;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/**
 * A limiter that knows standings alone: it follows them on a cluster, and lets pass whatever they do not refuse.
 *
 * @param limiter decides
 * @param book what standings and acts come to
 * @param follower reads them
 */
public record BenchFollower(Limiter limiter, StandingBook book, StandingFollower follower) implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /**
     * Begins to follow, and waits until what is there has been read.
     *
     * @param key verifies standings
     * @param most accounts at most
     * @throws IOException when the topics cannot be followed, or were not read within 30 s
     */
    public static BenchFollower start(String bootstrapServers, DeploymentKey key, int most) throws IOException {
        StandingBook book = new StandingBook(InstantSource.system(), System::nanoTime, most);
        Limiter limiter = new StandingLimiter(
                (request, treatment, reading) -> new LimitResponse(
                        DescriptorStatus.Code.OK, List.of(DescriptorStatus.NO_LIMIT), treatment, Map.of()),
                book,
                domain -> DomainSettings.DEFAULT,
                System::nanoTime,
                most);
        BenchFollower started = new BenchFollower(limiter, book, StandingFollower.start(bootstrapServers, key, book));
        try {
            if (!started.follower.awaitReady(PATIENCE)) {
                throw new IOException("standings were not read within " + PATIENCE);
            }
            return started;
        } catch (FollowException | InterruptedException e) {
            started.close();
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            throw new IOException("standings cannot be followed", e);
        }
    }

    @Override
    public void close() {
        follower.close();
    }
}
