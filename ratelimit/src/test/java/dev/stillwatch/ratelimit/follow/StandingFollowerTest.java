// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.follow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stillwatch.policies.key.DeploymentKey;
import dev.stillwatch.policies.topic.Topic;
import dev.stillwatch.ratelimit.standing.StandingBook;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Starts, failures and ends of following, without a broker; the whole way is tested in deploy. */
@Timeout(60)
final class StandingFollowerTest {
    private static final DeploymentKey KEY = DeploymentKey.of(1, new byte[32]);

    private final Reading reading = new Reading(new StandingBook(() -> Instant.EPOCH, () -> 0, 10), KEY);

    static MockConsumer<byte[], byte[]> consumer(Topic... topics) {
        MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
        for (Topic topic : topics) {
            Node node = Node.noNode();
            consumer.updatePartitions(
                    topic.topicName(),
                    List.of(new PartitionInfo(topic.topicName(), 0, node, new Node[] {node}, new Node[] {node})));
            TopicPartition partition = new TopicPartition(topic.topicName(), 0);
            consumer.updateBeginningOffsets(Map.of(partition, 0L));
            consumer.updateEndOffsets(Map.of(partition, 0L));
        }
        return consumer;
    }

    /** A consumer of a cluster that says so whatever topic is asked for. */
    static MockConsumer<byte[], byte[]> refusing(RuntimeException why) {
        return new MockConsumer<>("earliest") {
            @Override
            public synchronized List<PartitionInfo> partitionsFor(String topic, Duration timeout) {
                throw why;
            }
        };
    }

    private StandingFollower following(java.util.function.Supplier<Consumer<byte[], byte[]>> consumers) {
        StandingFollower follower = new StandingFollower("broker:9092", consumers, reading);
        follower.begin();
        return follower;
    }

    @Test
    void emptyTopicsAreReadAtOnce() throws Exception {
        try (StandingFollower follower = following(() -> consumer(Topic.STANDINGS, Topic.ACTS))) {
            assertThat(follower.awaitReady(Duration.ofSeconds(30))).isTrue();
            assertThat(follower.isReady()).isTrue();
            assertThat(follower.tally().away()).isFalse();
            assertThat(follower.tally().turns()).isZero();
        }
    }

    @Test
    void aMissingTopicIsOneLineThatSaysHowToMakeIt() throws Exception {
        try (StandingFollower follower = following(() -> consumer(Topic.STANDINGS))) {
            assertThatThrownBy(() -> follower.awaitReady(Duration.ofSeconds(30)))
                    .isInstanceOf(FollowException.class)
                    .hasMessage("the cluster at broker:9092 lacks stillwatch.acts; 'stillwatch run"
                            + " --bootstrap-servers broker:9092 --create-topics' makes it");
            assertThat(follower.isReady()).isFalse();
        }
    }

    @Test
    void aTopicThatMayNotBeReadIsOneLineAndIsReadWhenItMay() throws Exception {
        AtomicInteger made = new AtomicInteger();
        CountDownLatch later = new CountDownLatch(1);
        CountDownLatch told = new CountDownLatch(1);
        try (StandingFollower follower = following(() -> {
            if (made.getAndIncrement() == 0) {
                return refusing(new TopicAuthorizationException(Set.of(Topic.ACTS.topicName())));
            }
            try {
                told.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            MockConsumer<byte[], byte[]> consumer = consumer(Topic.STANDINGS, Topic.ACTS);
            consumer.schedulePollTask(() -> {});
            consumer.schedulePollTask(later::countDown);
            return consumer;
        })) {
            assertThatThrownBy(() -> follower.awaitReady(Duration.ofSeconds(30)))
                    .isInstanceOf(FollowException.class)
                    .hasMessage("the cluster at broker:9092 does not let this limiter read"
                            + " stillwatch.standings, stillwatch.acts");
            assertThat(follower.isReady()).isFalse();
            told.countDown();
            assertThat(later.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(follower.awaitReady(Duration.ofSeconds(30))).isTrue();
            assertThat(follower.isReady()).isTrue();
        }
    }

    @Test
    void aTopicThatIsMadeLaterIsFollowedThen() throws Exception {
        AtomicInteger made = new AtomicInteger();
        CountDownLatch polled = new CountDownLatch(1);
        try (StandingFollower follower = following(() -> {
            if (made.getAndIncrement() == 0) {
                return consumer(Topic.STANDINGS);
            }
            MockConsumer<byte[], byte[]> consumer = consumer(Topic.STANDINGS, Topic.ACTS);
            consumer.schedulePollTask(() -> {});
            consumer.schedulePollTask(polled::countDown);
            return consumer;
        })) {
            assertThat(polled.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(follower.isReady()).isTrue();
            assertThat(follower.awaitReady(Duration.ZERO)).isTrue();
        }
    }

    @Test
    void topicsThatGoAreLookedForUntilTheyAreThereAgain() throws Exception {
        AtomicInteger made = new AtomicInteger();
        CountDownLatch third = new CountDownLatch(1);
        try (StandingFollower follower = following(() -> {
            int before = made.getAndIncrement();
            MockConsumer<byte[], byte[]> consumer =
                    before == 1 ? consumer(Topic.STANDINGS) : consumer(Topic.STANDINGS, Topic.ACTS);
            if (before == 0) {
                consumer.schedulePollTask(() -> {});
                consumer.schedulePollTask(() -> {
                    throw new KafkaException("the broker fell over");
                });
            } else if (before == 2) {
                consumer.schedulePollTask(third::countDown);
            }
            return consumer;
        })) {
            assertThat(third.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(follower.isReady()).isTrue();
            assertThat(follower.tally().away()).isFalse();
            assertThat(follower.tally().turns()).isEqualTo(2);
        }
    }

    @Test
    void anAddressThatCannotBeUsedIsSaid() throws Exception {
        try (StandingFollower follower = following(() -> {
            throw new KafkaException("no url");
        })) {
            assertThatThrownBy(() -> follower.awaitReady(Duration.ofSeconds(30)))
                    .isInstanceOf(FollowException.class)
                    .hasMessage("'broker:9092' cannot be used as a cluster's address; write HOST:PORT,HOST:PORT");
        }
    }

    @Test
    void afterAFailureItBeginsAnewAndCountsTheTurns() throws Exception {
        AtomicInteger made = new AtomicInteger();
        CountDownLatch second = new CountDownLatch(1);
        try (StandingFollower follower = following(() -> {
            MockConsumer<byte[], byte[]> consumer = consumer(Topic.STANDINGS, Topic.ACTS);
            if (made.getAndIncrement() == 0) {
                consumer.schedulePollTask(() -> {
                    throw new KafkaException("the broker fell over");
                });
            } else {
                consumer.schedulePollTask(() -> {});
                consumer.schedulePollTask(second::countDown);
            }
            return consumer;
        })) {
            assertThat(second.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(follower.awaitReady(Duration.ofSeconds(30))).isTrue();
            assertThat(follower.tally().turns()).isEqualTo(2);
            assertThat(follower.tally().away()).isFalse();
        }
    }

    @Test
    void untilItIsReadyItSaysSo() throws Exception {
        try (StandingFollower follower = following(() -> {
            MockConsumer<byte[], byte[]> consumer = consumer(Topic.STANDINGS, Topic.ACTS);
            consumer.updateEndOffsets(Map.of(new TopicPartition(Topic.ACTS.topicName(), 0), 5L));
            return consumer;
        })) {
            assertThat(follower.awaitReady(Duration.ofMillis(200))).isFalse();
            assertThat(follower.isReady()).isFalse();
        }
    }
}
