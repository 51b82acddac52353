// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.command.limiter;

import dev.stillwatch.deploy.command.InputProblem;
import dev.stillwatch.policies.key.DeploymentKey;
import dev.stillwatch.ratelimit.apply.FileLimiter;
import dev.stillwatch.ratelimit.count.Counters;
import dev.stillwatch.ratelimit.decide.LimitRequest;
import dev.stillwatch.ratelimit.decide.Limiter;
import dev.stillwatch.ratelimit.decide.UndecidedException;
import dev.stillwatch.ratelimit.follow.DecisionWriter;
import dev.stillwatch.ratelimit.follow.FollowException;
import dev.stillwatch.ratelimit.follow.StandingFollower;
import dev.stillwatch.ratelimit.limits.DomainSettings;
import dev.stillwatch.ratelimit.record.DecisionLog;
import dev.stillwatch.ratelimit.standing.Gate;
import dev.stillwatch.ratelimit.standing.Pass;
import dev.stillwatch.ratelimit.standing.StandingBook;
import dev.stillwatch.ratelimit.standing.StandingLimiter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * The limiter on a cluster: standings and acts followed, decisions written. Until everything that was there at the start
 * has been read it cannot tell, so that nobody passes for not having been looked up: the gateway's own rule applies.
 */
final class Following implements Deciding {
    private static final Duration FIRST_WAIT = Duration.ofSeconds(5);

    private final StandingBook book;
    private final StandingLimiter standings;
    private final DecisionLog log;
    private final StandingFollower follower;
    private final DecisionWriter writer;
    private final Keeping keeping;

    Following(
            StandingBook book,
            StandingLimiter standings,
            DecisionLog log,
            StandingFollower follower,
            DecisionWriter writer,
            Keeping keeping) {
        this.book = book;
        this.standings = standings;
        this.log = log;
        this.follower = follower;
        this.writer = writer;
        this.keeping = keeping;
    }

    /**
     * Begins to follow, and waits some seconds for the first reading to end.
     *
     * @param cluster where
     * @param key verifies standings and acts
     * @param keeping knows what was counted before
     * @param counters what the limits file counts
     * @param sharing where plans and budgets are counted
     * @param file decides by the limits file
     * @param settings what each domain's file says about standings
     * @param name of this limiter in what it writes
     * @param shadow whether standings refuse nothing at this limiter, whatever has been promoted
     */
    static Following start(
            String cluster,
            DeploymentKey key,
            Keeping keeping,
            Counters counters,
            Sharing sharing,
            FileLimiter file,
            Function<String, DomainSettings> settings,
            String name,
            boolean shadow) {
        StandingBook book = new StandingBook(InstantSource.system(), System::nanoTime, StandingBook.MOST_SUBJECTS);
        if (shadow) {
            book.stop();
        }
        StandingLimiter standings = new StandingLimiter(file::decide, book, settings, sharing.own(), sharing.draws());
        DecisionLog log =
                new DecisionLog(name, InstantSource.system(), DecisionLog.MOST_CELLS, DecisionLog.MOST_QUEUED);
        StandingFollower follower = StandingFollower.start(cluster, key, book);
        try {
            await(follower);
            keeping.write(standings, counters);
            return new Following(book, standings, log, follower, DecisionWriter.start(cluster, log), keeping);
        } catch (RuntimeException e) {
            follower.close();
            keeping.close();
            throw e;
        }
    }

    private static void await(StandingFollower follower) {
        try {
            follower.awaitReady(FIRST_WAIT);
        } catch (FollowException e) {
            throw new InputProblem(String.valueOf(e.getMessage()), e);
        } catch (InterruptedException e) {
            // Told to stop while starting: the command sees it when it looks.
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public Limiter looking() {
        return request -> {
            requireReady();
            return standings.decide(request);
        };
    }

    @Override
    public Gate gate() {
        return new Gate() {
            @Override
            public Pass pass(LimitRequest request) throws UndecidedException {
                requireReady();
                return standings.pass(request);
            }

            @Override
            public boolean isBlocked(LimitRequest request) {
                return standings.isBlocked(request);
            }
        };
    }

    private void requireReady() throws UndecidedException {
        if (!isReady()) {
            throw new UndecidedException("standings and what was counted are still being read");
        }
    }

    @Override
    public boolean isReady() {
        return follower.isReady() && keeping.isReady();
    }

    @Override
    public void look() {
        book.look();
    }

    @Override
    public SortedMap<String, Long> counts() {
        return new TreeMap<>(Map.of(
                "subjects", (long) book.tally().subjects(),
                "standings-behind", follower.tally().behind(),
                "records-ignored", follower.tally().ignored()));
    }

    @Override
    public Map<String, LongSupplier> gauges() {
        Map<String, LongSupplier> gauges = new HashMap<>(FollowingGauges.of(book, standings, follower, log, writer));
        gauges.putAll(keeping.gauges());
        return gauges;
    }

    @Override
    public DecisionLog log() {
        return log;
    }

    @Override
    public void close() {
        follower.close();
        writer.close();
        keeping.close();
    }
}
