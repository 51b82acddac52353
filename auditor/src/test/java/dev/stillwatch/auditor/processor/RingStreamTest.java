// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.processor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.auditor.alert.OcsfWriter;
import dev.stillwatch.auditor.alert.Techniques;
import dev.stillwatch.auditor.intake.ExchangeAssembler;
import dev.stillwatch.auditor.intake.FormatRegistry;
import dev.stillwatch.auditor.profile.Policies;
import dev.stillwatch.auditor.runtime.AuditorSettings;
import dev.stillwatch.auditor.topology.AuditorTopology;
import dev.stillwatch.policies.act.Act;
import dev.stillwatch.policies.key.DeploymentKey;
import dev.stillwatch.policies.policy.Indicator;
import dev.stillwatch.policies.policy.Policy;
import dev.stillwatch.policies.ring.ArtefactKind;
import dev.stillwatch.policies.standing.Standing;
import dev.stillwatch.policies.standing.Tier;
import dev.stillwatch.policies.topic.Topic;
import dev.stillwatch.policies.wire.ActCodec;
import dev.stillwatch.policies.wire.StandingCodec;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From edges to members' standings, over the whole topology; a judge that writes what an account's name says. */
class RingStreamTest {
    private static final DeploymentKey KEY = DeploymentKey.of(1, new byte[32]);
    private static final Instant ARRIVAL = Instant.parse("2026-11-01T12:00:00Z");
    private static final Policy POLICY = Policies.bare();
    private static final long EPOCH = POLICY.timing().epoch();
    private static final int CAMPAIGN = 40;

    @TempDir
    private Path state;

    private TopologyTestDriver driver;
    private TestInputTopic<byte[], byte[]> usage;
    private Policy policy = POLICY;
    private boolean ended;

    @BeforeEach
    void open() {
        AuditorSettings settings = AuditorSettings.live("localhost:9092", state, 1);
        driver = new TopologyTestDriver(
                AuditorTopology.of(plan(), settings.toProperties(), settings::topic), settings.toProperties(), ARRIVAL);
        usage = driver.createInputTopic(Topic.USAGE.topicName(), new ByteArraySerializer(), new ByteArraySerializer());
    }

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void aCampaignBecomesARingAndItsMembersInherit() {
        campaign(0, "");
        crowd(0);
        end();

        Map<String, Standing> standings = standings();
        Standing ring = standings.values().stream()
                .filter(one -> one.subject().startsWith("ring-"))
                .findFirst()
                .orElseThrow();
        assertThat(ring.tier()).isEqualTo(Tier.RESTRICT);
        assertThat(ring.ring()).isEqualTo(ring.subject());
        for (int i = 0; i < CAMPAIGN; i++) {
            assertThat(standings.get("evil-" + i)).isNotNull().satisfies(one -> {
                assertThat(one.tier()).isEqualTo(Tier.RESTRICT);
                assertThat(one.ring()).isEqualTo(ring.subject());
                assertThat(one.budget()).isEqualTo(ring.subject());
            });
        }
        assertThat(standings).doesNotContainKey("crowd-1");
        assertThat(alerts()).singleElement().asString().contains("ring-harvesting");
        assertThat(ended).isTrue();
    }

    @Test
    void nothingIsSaidBeforeTheEpochHasEnded() {
        campaign(0, "");
        crowd(0);
        say(EPOCH / 2, "crowd-0", "");
        tick();
        assertThat(standings()).isEmpty();

        say(2 * EPOCH + 5 * POLICY.timing().bucket(), "crowd-0", "");
        tick();
        assertThat(standings()).isNotEmpty();
    }

    @Test
    void theOrderOfArrivalDoesNotMatter() {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < CAMPAIGN; i++) {
            order.add(i);
        }
        order.forEach(i -> say(i, "evil-" + i, ""));
        crowd(0);
        end();
        Map<String, Standing> inOrder = standings();
        close();

        open();
        crowd(0);
        Collections.shuffle(order, new Random(5));
        order.forEach(i -> say(i, "evil-" + i, ""));
        end();

        assertThat(standings()).isEqualTo(inOrder).isNotEmpty();
    }

    @Test
    void accountsOfOneOrganisationAreNoRing() {
        campaign(0, ",\"org\":\"acme\"");
        crowd(0);
        end();

        assertThat(standings()).isEmpty();
        assertThat(alerts()).isEmpty();
    }

    @Test
    void aTemplateThatThePolicyCallsOrdinaryMakesNoRing() {
        close();
        policy = calling(new Policy.OrdinaryArtefact(ArtefactKind.SKELETON, 900, "a harness"));
        open();
        campaign(0, "");
        crowd(0);
        end();

        assertThat(standings()).isEmpty();
    }

    @Test
    void aTemplateThatAnotherPartyReportedWeighsOnTheRingThatAsksWithItAndOnNobodyElse() {
        campaign(0, "");
        crowd(0);
        end();
        Map<String, Standing> without = standings();
        close();

        policy = POLICY.withIndicators(List.of(
                new Indicator(NamedJudge.SHARED, 1500, "lab one", Long.MAX_VALUE),
                new Indicator(900, 2000, "lab two", Long.MAX_VALUE)));
        open();
        campaign(0, "");
        crowd(0);
        end();
        Map<String, Standing> with = standings();

        assertThat(with.keySet()).isEqualTo(without.keySet()).isNotEmpty();
        with.forEach((subject, standing) -> {
            assertThat(standing.ring()).isNotEmpty();
            assertThat(standing.scoreMilli())
                    .isEqualTo(Objects.requireNonNull(without.get(subject)).scoreMilli() + 1500);
            assertThat(standing.reasons()).asString().contains("lab one").doesNotContain("lab two");
        });
        assertThat(alerts()).singleElement().asString().contains("\"shared\":\"000000000000004d\"");
    }

    @Test
    void aPersonLiftsARingAndItsMembersWithIt() {
        campaign(0, "");
        crowd(0);
        say(3 * EPOCH, "crowd-0", "");
        tick();
        String ring = standings().keySet().stream()
                .filter(subject -> subject.startsWith("ring-"))
                .findFirst()
                .orElseThrow();
        Act undo = new Act(
                "act-1",
                ring,
                Act.Kind.UNDO,
                Tier.CLEAR,
                0,
                Act.Verdict.NONE,
                "ann",
                "a customer's fleet",
                ARRIVAL.toEpochMilli() + 3 * EPOCH,
                0);
        driver.createInputTopic(Topic.ACTS.topicName(), new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(ring.getBytes(StandardCharsets.UTF_8), new ActCodec(KEY).encode(undo));
        say(6 * EPOCH, "crowd-0", "");
        end();

        Map<String, Standing> standings = standings();
        assertThat(standings).containsKey("evil-0");
        assertThat(standings.values()).allSatisfy(one -> assertThat(one.tier()).isEqualTo(Tier.CLEAR));
    }

    @Test
    void whenItsLinksAreNoLongerLiveTheMembersAreFree() {
        campaign(0, "");
        crowd(0);
        say(Duration.ofDays(8).toMillis(), "crowd-0", "");
        say(Duration.ofDays(9).toMillis(), "crowd-0", "");
        end();

        assertThat(standings().values()).isNotEmpty().allSatisfy(one -> {
            assertThat(one.tier()).isEqualTo(Tier.CLEAR);
            assertThat(one.budget()).isEmpty();
        });
    }

    private void campaign(long after, String who) {
        for (int i = 0; i < CAMPAIGN; i++) {
            say(after + i, "evil-" + i, who);
        }
    }

    private void crowd(long after) {
        for (int i = 0; i < 60; i++) {
            say(after + i, "crowd-" + i, "");
        }
    }

    private void say(long after, String account, String who) {
        String json = "{\"time\":\"" + ARRIVAL.plusMillis(after) + "\",\"id\":\"" + account + "-" + after
                + "\",\"account\":{\"id\":\"" + account + "\"" + who + "}}";
        usage.pipeInput(null, json.getBytes(StandardCharsets.UTF_8), ARRIVAL);
    }

    private void tick() {
        for (int turn = 0; turn < 5; turn++) {
            driver.advanceWallClockTime(Duration.ofMillis(100));
        }
    }

    private void end() {
        RecordHeaders headers = new RecordHeaders();
        headers.add(IntakeProcessor.END_HEADER, new byte[] {1});
        usage.pipeInput(new TestRecord<>(null, new byte[0], headers, ARRIVAL));
        tick();
    }

    /** The last standing of each subject since last asked. */
    private Map<String, Standing> standings() {
        Map<String, Standing> last = new TreeMap<>();
        values(Topic.STANDINGS).forEach(bytes -> {
            Standing standing = Wire.own(new StandingCodec(KEY), bytes);
            last.put(standing.subject(), standing);
        });
        return last;
    }

    private List<String> alerts() {
        return values(Topic.ALERTS).stream()
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .filter(json -> json.contains("ring-"))
                .toList();
    }

    private List<byte[]> values(Topic topic) {
        return driver.createOutputTopic(topic.topicName(), new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readValuesToList();
    }

    private static Policy calling(Policy.OrdinaryArtefact ordinary) {
        return new Policy(
                POLICY.name(),
                POLICY.version(),
                POLICY.validFrom(),
                POLICY.author(),
                POLICY.timing(),
                POLICY.signals(),
                POLICY.ladder(),
                POLICY.mode(),
                POLICY.owners(),
                POLICY.passports(),
                POLICY.sources(),
                POLICY.plans(),
                POLICY.releases(),
                List.of(ordinary),
                POLICY.indicators());
    }

    private StreamPlan plan() {
        return new StreamPlan(
                1,
                1,
                KEY,
                FormatRegistry.AUTO,
                FormatRegistry.standard(),
                () -> new ExchangeAssembler(KEY, List.of()),
                NamedJudge::new,
                RingPlan.standard(),
                policy,
                arrival -> Instant.parse("2027-01-01T00:00:00Z").toEpochMilli(),
                Long.MAX_VALUE,
                true,
                true,
                new OcsfWriter(Techniques.packaged(), "test")::write,
                Rereading.NOTHING,
                new StreamPlan.Progress() {
                    @Override
                    public void ended(int partition) {
                        ended = true;
                    }
                });
    }
}
