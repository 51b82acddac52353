// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.follow;

import dev.stillwatch.policies.key.DeploymentKey;
import dev.stillwatch.policies.topic.Topic;
import dev.stillwatch.ratelimit.standing.StandingBook;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;

/**
 * Reads standings and acts into a book, by a thread of its own: all partitions of both topics, committed records only,
 * from the beginning, and then for ever. It is ready when it has read what was there when it began; what it reads up to
 * there may be too old. Whatever goes wrong, the book keeps what it has, and reading begins anew: a record read twice
 * changes nothing.
 */
public final class StandingFollower implements AutoCloseable {
    private static final List<Topic> TOPICS = List.of(Topic.STANDINGS, Topic.ACTS);

    private final Reading reading;
    private final TopicReader reader;

    StandingFollower(String bootstrapServers, Supplier<Consumer<byte[], byte[]>> consumers, Reading reading) {
        this.reading = reading;
        this.reader = new TopicReader("standings", TOPICS, bootstrapServers, consumers, reading::take);
    }

    /**
     * Begins to read.
     *
     * @param bootstrapServers the cluster
     * @param key verifies standings and acts
     * @param book takes them
     */
    public static StandingFollower start(String bootstrapServers, DeploymentKey key, StandingBook book) {
        StandingFollower follower = new StandingFollower(
                bootstrapServers, () -> TopicReader.consumer(bootstrapServers), new Reading(book, key));
        follower.begin();
        return follower;
    }

    void begin() {
        reader.begin();
    }

    /**
     * Waits until everything that was there at the start has been read.
     *
     * @return false when the time is over before that; it goes on trying
     * @throws FollowException when a topic is missing or may not be read, for which it goes on trying, or the address
     *     cannot be used
     */
    public boolean awaitReady(Duration most) throws FollowException, InterruptedException {
        return reader.awaitReady(most);
    }

    /** Whether everything that was there at the start has been read. */
    public boolean isReady() {
        return reader.isReady();
    }

    /** Counts so far. */
    public FollowTally tally() {
        return new FollowTally(
                reader.isAway(),
                reader.behind(),
                reading.standings(),
                reading.acts(),
                reading.ignored(),
                reading.unverified(),
                reader.turns());
    }

    @Override
    public void close() {
        reader.close();
    }
}
