// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.follow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.policies.key.DeploymentKey;
import dev.stillwatch.policies.topic.Topic;
import dev.stillwatch.ratelimit.TestClock;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whether a limiter waits for what was counted before, by what becomes of the first reading. */
@Timeout(60)
final class SnapshotStartTest {
    private static final DeploymentKey KEY = DeploymentKey.of(1, new byte[32]);

    private final KnownCounters known = new KnownCounters(KEY, new TestClock(), 10);

    /** Whether it is ready when it tries for the second time. */
    private boolean isReadyAfterATry(Supplier<MockConsumer<byte[], byte[]>> consumers) throws InterruptedException {
        CountDownLatch tries = new CountDownLatch(2);
        try (SnapshotFollower follower = new SnapshotFollower(
                "broker:9092",
                () -> {
                    tries.countDown();
                    return consumers.get();
                },
                KEY,
                known)) {
            follower.begin();
            assertThat(tries.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(follower.size()).isZero();
            return follower.isReady();
        }
    }

    @Test
    void withoutTheTopicItIsReadyAndKnowsNothing() throws InterruptedException {
        assertThat(isReadyAfterATry(StandingFollowerTest::consumer)).isTrue();
    }

    @Test
    void whereItMayNotReadTheTopicItIsReadyAndKnowsNothing() throws InterruptedException {
        assertThat(isReadyAfterATry(() -> StandingFollowerTest.refusing(
                        new TopicAuthorizationException(Set.of(Topic.BUCKETS.topicName())))))
                .isTrue();
    }

    @Test
    void whileTheBrokerIsAwayItIsNotReady() throws InterruptedException {
        assertThat(isReadyAfterATry(() -> StandingFollowerTest.refusing(new TimeoutException("no answer"))))
                .isFalse();
    }

    @Test
    void beforeItHasReadToTheEndItIsNotReady() throws InterruptedException {
        CountDownLatch polls = new CountDownLatch(3);
        try (SnapshotFollower follower = new SnapshotFollower(
                "broker:9092",
                () -> {
                    MockConsumer<byte[], byte[]> consumer = StandingFollowerTest.consumer(Topic.BUCKETS);
                    consumer.updateEndOffsets(Map.of(new TopicPartition(Topic.BUCKETS.topicName(), 0), 5L));
                    for (int i = 0; i < 3; i++) {
                        consumer.schedulePollTask(polls::countDown);
                    }
                    return consumer;
                },
                KEY,
                known)) {
            follower.begin();
            assertThat(polls.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(follower.isReady()).isFalse();
        }
    }
}
