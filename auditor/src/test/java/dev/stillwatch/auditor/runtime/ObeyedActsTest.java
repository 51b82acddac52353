// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stillwatch.auditor.intake.FormatRegistry;
import dev.stillwatch.auditor.processor.StreamPlan;
import dev.stillwatch.policies.act.Act;
import dev.stillwatch.policies.key.DeploymentKey;
import dev.stillwatch.policies.load.PolicyLoader;
import dev.stillwatch.policies.policy.Policy;
import dev.stillwatch.policies.standing.Family;
import dev.stillwatch.policies.standing.Standing;
import dev.stillwatch.policies.standing.Tier;
import dev.stillwatch.policies.topic.Topic;
import dev.stillwatch.policies.wire.ActCodec;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** People's acts, written while the auditor that ships runs on a broker, change the next standings. */
@Timeout(240)
class ObeyedActsTest {
    private static final DeploymentKey KEY = DeploymentKey.of(1, new byte[32]);
    private static final DeploymentKey OTHER_KEY =
            DeploymentKey.of(1, "another deployment's secret, 32 bytes or more".getBytes(StandardCharsets.UTF_8));
    private static final Policy POLICY = new PolicyLoader().packagedDefault();
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int PARTITIONS = 2;
    /** Accounts whose traffic goes on, one on each partition. */
    private static final List<String> ONGOING = List.of(onPartition(0, "ongoing-"), onPartition(1, "ongoing-"));
    /** Accounts that begin when all else has been judged. */
    private static final List<String> LATER = List.of(onPartition(0, "later-"), onPartition(1, "later-"));
    /** Enough evidence for a tier. */
    private static final int PROMPTS = 30;

    @TempDir
    private Path directory;

    private EmbeddedBroker broker;
    private Auditor auditor;
    private KafkaStandingView standings;
    private UsageWriter usage;
    private ActWriter acts;
    private Instant now = Harvesters.START;
    private int written;

    @BeforeEach
    void runs() throws Exception {
        broker = EmbeddedBroker.start(directory.resolve("broker"));
        String bootstrap = broker.bootstrapServers();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            new Topics(admin, "").create(Topics.OF_AUDITOR, 1, PARTITIONS, false);
        }
        auditor = Auditor.start(
                new AuditorSettings(
                        bootstrap,
                        "acts",
                        "",
                        directory.resolve("state"),
                        1,
                        0,
                        Optional.empty(),
                        Duration.ofMillis(100),
                        new AuditorSettings.End.OfInput(
                                now.plus(Duration.ofDays(9)).toEpochMilli(), true)),
                Detections.standard(KEY, Path.of("target", "vocabulary-cache"), "test"),
                FormatRegistry.AUTO,
                POLICY,
                StreamPlan.Progress.NONE);
        standings = KafkaStandingView.start(bootstrap, Topic.STANDINGS.topicName(), KEY);
        usage = new UsageWriter(bootstrap, Topic.USAGE.topicName(), 1);
        acts = new ActWriter(bootstrap, Topic.ACTS.topicName(), KEY);
    }

    @AfterEach
    void stops() throws Exception {
        acts.close();
        usage.close();
        standings.close();
        auditor.close();
        broker.close();
    }

    @Test
    void eachActChangesTheNextStandingAndAForgedOneDoesNot() {
        assertThat(lastTags().isAnother(OTHER_KEY)).as("nothing is known yet").isFalse();
        List<String> throttled = List.of("undone", "hushed", "benign", "confirmed", "forged", "copied");
        Stream.concat(throttled.stream(), ONGOING.stream()).forEach(this::asks);
        replays("approved");
        Stream.concat(throttled.stream(), ONGOING.stream())
                .forEach(account -> comes(account, standing -> standing.tier() == Tier.THROTTLE));
        comes("approved", standing -> standing.tier() == Tier.SUSPEND);
        Standing recommended = standing("approved");
        assertThat(recommended.plan().exchangesPerHour()).isPositive();
        Standing before = standing("forged");
        Standing beforeToo = standing("copied");

        assertThat(lastTags().isAnother(KEY)).isFalse();
        assertThat(lastTags().isAnother(OTHER_KEY))
                .as("who acts with it can be told")
                .isTrue();
        try (ActWriter forger = new ActWriter(broker.bootstrapServers(), Topic.ACTS.topicName(), OTHER_KEY)) {
            forger.write(act("forged", Act.Kind.UNDO, Tier.CLEAR, 0, Act.Verdict.NONE));
        }
        copy(act("undone", Act.Kind.UNDO, Tier.CLEAR, 0, Act.Verdict.NONE), "copied");
        acts.write(act("undone", Act.Kind.UNDO, Tier.CLEAR, 0, Act.Verdict.NONE));
        acts.write(act("hushed", Act.Kind.SUPPRESS, Tier.CLEAR, 0, Act.Verdict.NONE));
        acts.write(act("benign", Act.Kind.VERDICT, Tier.CLEAR, 0, Act.Verdict.BENIGN));
        acts.write(act("confirmed", Act.Kind.VERDICT, Tier.CLEAR, 0, Act.Verdict.DISTILLATION));
        acts.write(act("approved", Act.Kind.APPROVE, Tier.SUSPEND, recommended.version(), Act.Verdict.NONE));

        comes("undone", standing -> standing.tier() == Tier.CLEAR);
        comes("hushed", standing -> standing.tier() == Tier.WATCH);
        assertThat(standing("hushed").reasons()).anyMatch(reason -> reason.contains("silence"));
        comes("benign", standing -> standing.tier() == Tier.CLEAR);
        comes("confirmed", standing -> standing.tier() == Tier.RESTRICT);
        assertThat(standing("confirmed").families()).containsExactlyInAnyOrder(Family.CONTENT, Family.GROUND_TRUTH);
        comes("approved", standing -> standing.plan().exchangesPerHour() == 0);
        assertThat(standing("approved").tier()).isEqualTo(Tier.SUSPEND);

        acts.write(act(POLICY.name(), Act.Kind.PROMOTE, Tier.THROTTLE, 0, Act.Verdict.NONE));
        ONGOING.forEach(account -> comes(account, standing -> standing.mode() == Standing.Mode.ENFORCE));
        asks("confirmed");
        now = now.plusSeconds(60);
        LATER.forEach(this::asks);
        LATER.forEach(account -> comes(account, standing -> standing.tier() == Tier.THROTTLE));
        assertThat(standing("confirmed").mode())
                .as("promoted up to throttle only")
                .isEqualTo(Standing.Mode.SHADOW);
        // Both partitions have obeyed acts that were written after the forged ones: those were read, and change
        // nothing.
        assertThat(standing("forged")).isEqualTo(before);
        assertThat(standing("copied")).isEqualTo(beforeToo);
    }

    private void asks(String account) {
        IntStream.range(0, PROMPTS).forEach(i -> write(Harvesters.asking(account, written, now)));
    }

    private void replays(String account) {
        IntStream.range(0, PROMPTS).forEach(i -> write(Harvesters.replaying(account, written, now)));
    }

    private void write(String record) {
        usage.write(List.of(record));
        written++;
    }

    /** Minutes go by, with some traffic, until the account's standing is as wanted. */
    private void comes(String account, Predicate<Standing> wanted) {
        await(account).atMost(PATIENCE).until(() -> {
            now = now.plusSeconds(60);
            ONGOING.forEach(ongoing -> write(Harvesters.asking(ongoing, written, now)));
            return standings.standing(account).filter(wanted).isPresent();
        });
    }

    private StandingsKey lastTags() {
        return new StandingsKey(broker.bootstrapServers(), Topic.STANDINGS.topicName());
    }

    private Standing standing(String account) {
        return standings.standing(account).orElseThrow();
    }

    private Act act(String subject, Act.Kind kind, Tier tier, long version, Act.Verdict verdict) {
        return new Act(
                "act-" + subject + "-" + kind,
                subject,
                kind,
                tier,
                version,
                verdict,
                "ann",
                "seen",
                now.toEpochMilli(),
                0);
    }

    /** A genuine act, written by somebody without the key under another account's name. */
    private void copy(Act act, String subject) {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            var unused = producer.send(new ProducerRecord<>(
                    Topic.ACTS.topicName(), subject.getBytes(StandardCharsets.UTF_8), new ActCodec(KEY).encode(act)));
        }
    }

    private static String onPartition(int partition, String prefix) {
        return IntStream.iterate(0, i -> i + 1)
                .mapToObj(i -> prefix + i)
                .filter(name -> Utils.toPositive(Utils.murmur2(name.getBytes(StandardCharsets.UTF_8))) % PARTITIONS
                        == partition)
                .findFirst()
                .orElseThrow();
    }
}
