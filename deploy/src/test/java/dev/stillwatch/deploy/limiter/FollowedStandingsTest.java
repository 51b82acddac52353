// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.limiter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.stillwatch.auditor.runtime.Cluster;
import dev.stillwatch.auditor.runtime.EmbeddedBroker;
import dev.stillwatch.policies.act.Act;
import dev.stillwatch.policies.decision.LimitDecision;
import dev.stillwatch.policies.decision.LimitDecision.Outcome;
import dev.stillwatch.policies.key.DeploymentKey;
import dev.stillwatch.policies.standing.LimitPlan;
import dev.stillwatch.policies.standing.Standing;
import dev.stillwatch.policies.standing.Tier;
import dev.stillwatch.policies.topic.Topic;
import dev.stillwatch.policies.wire.ActCodec;
import dev.stillwatch.policies.wire.LimitDecisionCodec;
import dev.stillwatch.policies.wire.StandingCodec;
import dev.stillwatch.policies.wire.WireException;
import dev.stillwatch.ratelimit.decide.Descriptor;
import dev.stillwatch.ratelimit.decide.DescriptorStatus;
import dev.stillwatch.ratelimit.decide.Entry;
import dev.stillwatch.ratelimit.decide.LimitRequest;
import dev.stillwatch.ratelimit.decide.LimitResponse;
import dev.stillwatch.ratelimit.decide.Limiter;
import dev.stillwatch.ratelimit.decide.UndecidedException;
import dev.stillwatch.ratelimit.follow.DecisionWriter;
import dev.stillwatch.ratelimit.follow.FollowException;
import dev.stillwatch.ratelimit.follow.StandingFollower;
import dev.stillwatch.ratelimit.limits.DomainSettings;
import dev.stillwatch.ratelimit.record.DecisionLog;
import dev.stillwatch.ratelimit.record.RecordingLimiter;
import dev.stillwatch.ratelimit.standing.StandingBook;
import dev.stillwatch.ratelimit.standing.StandingLimiter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The limiter's whole way on a real broker: standings and acts in, refusals, decisions out. */
@Timeout(240)
final class FollowedStandingsTest {
    private static final DeploymentKey KEY = DeploymentKey.of(1, new byte[32]);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Set<Topic> TOPICS = Set.of(Topic.STANDINGS, Topic.ACTS, Topic.DECISIONS);

    private final StandingBook book = book();
    private final Limiter limiter = limiter(book);

    private static StandingBook book() {
        return new StandingBook(InstantSource.system(), System::nanoTime, 1_000);
    }

    private static Limiter limiter(StandingBook book) {
        return new StandingLimiter(
                (request, treatment, reading) -> new LimitResponse(
                        DescriptorStatus.Code.OK, List.of(DescriptorStatus.NO_LIMIT), treatment, Map.of()),
                book,
                domain -> DomainSettings.DEFAULT,
                System::nanoTime,
                1_000);
    }

    private static LimitRequest call(String account) {
        return new LimitRequest("llm", List.of(Descriptor.of(new Entry("account", account))), 1);
    }

    private static Standing standing(String subject, Tier tier, long version) {
        long now = InstantSource.system().millis();
        return new Standing(
                subject,
                tier,
                Set.of(),
                5_000,
                new LimitPlan(2, -1, 256, 1, true, true),
                "",
                "",
                Standing.Mode.ENFORCE,
                List.of("Asks for what a copy would learn from."),
                "default@1",
                version,
                now,
                now,
                Duration.ofDays(1).toMillis(),
                Duration.ofDays(7).toMillis());
    }

    private static Act act(String subject, Act.Kind kind, Tier tier, long version) {
        long now = InstantSource.system().millis();
        return new Act(subject + now, subject, kind, tier, version, Act.Verdict.NONE, "ann", "looked", now + 1, 0);
    }

    private static KafkaProducer<byte[], byte[]> producer(EmbeddedBroker broker) {
        KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "transactional.id", "judge"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        producer.initTransactions();
        return producer;
    }

    private static void send(KafkaProducer<byte[], byte[]> producer, Topic topic, String subject, byte[] value) {
        var unused =
                producer.send(new ProducerRecord<>(topic.topicName(), subject.getBytes(StandardCharsets.UTF_8), value));
    }

    private static void write(KafkaProducer<byte[], byte[]> producer, Standing standing) {
        producer.beginTransaction();
        send(producer, Topic.STANDINGS, standing.subject(), new StandingCodec(KEY).encode(standing));
        producer.commitTransaction();
    }

    private static void write(KafkaProducer<byte[], byte[]> producer, Act act) {
        producer.beginTransaction();
        send(producer, Topic.ACTS, act.subject(), new ActCodec(KEY).encode(act));
        producer.commitTransaction();
    }

    private boolean enforced(String account) {
        return book.find(account).filter(applied -> applied.enforced()).isPresent();
    }

    @Test
    void whatWasThereIsEnforcedBeforeItIsReadyAndWhatComesIsFollowed() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.startTemporary()) {
            new Cluster(broker.bootstrapServers()).require(TOPICS, true, 3);
            try (KafkaProducer<byte[], byte[]> producer = producer(broker)) {
                for (int i = 0; i < 50; i++) {
                    write(producer, standing("early-" + i, Tier.RESTRICT, 1));
                }
                write(producer, act("early-0", Act.Kind.UNDO, Tier.CLEAR, 0));
                producer.beginTransaction();
                send(
                        producer,
                        Topic.STANDINGS,
                        "aborted",
                        new StandingCodec(KEY).encode(standing("aborted", Tier.RESTRICT, 1)));
                producer.flush();
                producer.abortTransaction();

                try (StandingFollower follower = StandingFollower.start(broker.bootstrapServers(), KEY, book)) {
                    assertThat(follower.awaitReady(PATIENCE)).isTrue();
                    assertThat(enforced("early-0")).isFalse();
                    for (int i = 1; i < 50; i++) {
                        assertThat(enforced("early-" + i)).isTrue();
                    }
                    assertThat(enforced("aborted")).isFalse();

                    producer.beginTransaction();
                    send(producer, Topic.STANDINGS, "forged", new byte[] {1, 4, 0});
                    producer.commitTransaction();
                    write(producer, standing("late", Tier.SUSPEND, 7));
                    await().atMost(PATIENCE).until(() -> enforced("late"));
                    assertThat(limiter.decide(call("late")).treatment().tier()).isEqualTo(Tier.RESTRICT);
                    write(producer, act("late", Act.Kind.APPROVE, Tier.SUSPEND, 7));
                    await().atMost(PATIENCE)
                            .until(() -> book.find("late").orElseThrow().blocked());
                    assertThat(limiter.decide(call("late")).passes()).isFalse();
                    write(producer, act(StandingBook.WHOLE_LIMITER, Act.Kind.UNDO, Tier.CLEAR, 0));
                    await().atMost(PATIENCE).until(book::stopped);
                    assertThat(limiter.decide(call("late")).passes()).isTrue();
                    assertThat(follower.tally().ignored()).isEqualTo(1);
                    assertThat(follower.tally().turns()).isZero();
                }
            }
        }
    }

    @Test
    void decisionsAreWrittenToTheirTopic() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.startTemporary()) {
            new Cluster(broker.bootstrapServers()).require(TOPICS, true, 1);
            book.accept(standing("acct", Tier.RESTRICT, 3));
            DecisionLog log = new DecisionLog("node-1", InstantSource.system(), 1_000, 1_000);
            Limiter recorded = new RecordingLimiter(limiter, log);
            try (DecisionWriter writer = DecisionWriter.start(broker.bootstrapServers(), log)) {
                for (int i = 0; i < 20; i++) {
                    assertThat(recorded.decide(call("acct")).passes()).isEqualTo(i < 1);
                }
                await().atMost(PATIENCE).until(() -> writer.written() > 0);
            }
            long refused = 0;
            for (LimitDecision decision : decisions(broker)) {
                if (decision.outcome() == Outcome.REFUSED) {
                    assertThat(decision.subject()).isEqualTo("acct");
                    assertThat(decision.limit()).isEqualTo("plan");
                    assertThat(decision.standingVersion()).isEqualTo(3);
                    refused += decision.count();
                }
            }
            assertThat(refused).isEqualTo(19);
            assertThat(log.dropped()).isZero();
        }
    }

    private static List<LimitDecision> decisions(EmbeddedBroker broker) throws WireException {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            TopicPartition only = new TopicPartition(Topic.DECISIONS.topicName(), 0);
            consumer.assign(List.of(only));
            consumer.seekToBeginning(List.of(only));
            long end = consumer.endOffsets(List.of(only)).getOrDefault(only, 0L);
            List<LimitDecision> decisions = new ArrayList<>();
            while (consumer.position(only) < end) {
                for (var record : consumer.poll(Duration.ofSeconds(1))) {
                    decisions.add(new LimitDecisionCodec().decode(record.value()));
                }
            }
            return decisions;
        }
    }

    @Test
    void aMissingTopicIsOneLineThatSaysHowToMakeIt() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.startTemporary()) {
            new Cluster(broker.bootstrapServers()).require(Set.of(Topic.STANDINGS), true, 1);
            try (StandingFollower follower = StandingFollower.start(broker.bootstrapServers(), KEY, book)) {
                assertThatThrownBy(() -> follower.awaitReady(PATIENCE))
                        .isInstanceOf(FollowException.class)
                        .hasMessageContaining("lacks stillwatch.acts; 'stillwatch run")
                        .hasMessageContaining("--create-topics");
            }
        }
    }

    @Test
    void whileTheBrokerIsAwayWhatIsKnownHoldsAndAfterwardsItIsFollowedAgain(@TempDir Path directory) throws Exception {
        EmbeddedBroker first = EmbeddedBroker.start(directory);
        int port = Integer.parseInt(first.bootstrapServers().split(":", 2)[1]);
        new Cluster(first.bootstrapServers()).require(TOPICS, true, 1);
        try (StandingFollower follower = StandingFollower.start(first.bootstrapServers(), KEY, book)) {
            try (first;
                    KafkaProducer<byte[], byte[]> producer = producer(first)) {
                write(producer, standing("acct", Tier.SUSPEND, 1));
                write(producer, act("acct", Act.Kind.APPROVE, Tier.SUSPEND, 1));
                await().atMost(PATIENCE)
                        .until(() -> book.find("acct")
                                .filter(applied -> applied.blocked())
                                .isPresent());
            }
            await().atMost(PATIENCE).until(() -> follower.tally().away());
            assertThat(refuses("acct")).isTrue();
            assertThat(refuses("other")).isFalse();

            try (EmbeddedBroker again = EmbeddedBroker.start(directory, port);
                    KafkaProducer<byte[], byte[]> producer = producer(again)) {
                write(producer, standing("other", Tier.RESTRICT, 1));
                await().atMost(PATIENCE).until(() -> enforced("other"));
                await().atMost(PATIENCE).until(() -> !follower.tally().away());
                assertThat(follower.tally().turns()).isEqualTo(2);
            }
        }
    }

    private boolean refuses(String account) throws UndecidedException {
        return !limiter.decide(call(account)).passes();
    }
}
