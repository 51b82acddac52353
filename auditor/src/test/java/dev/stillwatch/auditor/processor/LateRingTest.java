// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.processor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.stillwatch.auditor.alert.OcsfWriter;
import dev.stillwatch.auditor.alert.Techniques;
import dev.stillwatch.auditor.intake.FormatRegistry;
import dev.stillwatch.auditor.runtime.AuditorSettings;
import dev.stillwatch.auditor.runtime.Detection;
import dev.stillwatch.auditor.runtime.Detections;
import dev.stillwatch.auditor.runtime.Harvesters;
import dev.stillwatch.auditor.topology.AuditorTopology;
import dev.stillwatch.policies.key.DeploymentKey;
import dev.stillwatch.policies.load.PolicyLoader;
import dev.stillwatch.policies.ring.Membership;
import dev.stillwatch.policies.standing.Standing;
import dev.stillwatch.policies.topic.Topic;
import dev.stillwatch.policies.wire.MembershipCodec;
import dev.stillwatch.policies.wire.StandingCodec;
import dev.stillwatch.policies.wire.TickCodec;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToLongFunction;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The judge that ships, over the whole topology, when records come after their buckets have closed: the wall clock runs
 * between records, so that buckets close while others are still to come.
 */
class LateRingTest {
    private static final DeploymentKey KEY = DeploymentKey.of(1, new byte[32]);
    private static final Detection DETECTION = Detections.standard(KEY, Path.of("target", "vocabulary-cache"), "test");
    private static final long LATEST = Duration.ofHours(47).toMillis();

    /** Records of the first day: twelve accounts on three cards harvest in the end, and nobody else does. */
    private static final List<String> RECORDS = Harvesters.records(3_000).subList(0, 1_500);

    private static final List<String> CARDS = List.of("pay-0\"", "pay-1\"", "pay-2\"");

    private static final int BETWEEN_TICKS = 20;

    @TempDir
    private static Path directory;

    private static Results inOrder = new Results(Map.of(), Map.of(), Set.of(), 0);

    /**
     * What stands when all is quiet again.
     *
     * @param memberships ring, place and inherited tier of each account
     * @param standings tier, families, score and ring of each account and ring
     * @param alerted accounts and rings of which an alert speaks
     * @param late records that came after their bucket had closed
     */
    private record Results(
            Map<String, String> memberships, Map<String, String> standings, Set<String> alerted, long late) {}

    @BeforeAll
    static void playInOrder() throws Exception {
        inOrder = run("ordered", LateRingTest::time);
        assertThat(inOrder.late()).isZero();
        assertThat(inOrder.memberships()).hasSize(12);
    }

    @Test
    void recordsUpTo47HoursLateEndInTheSameRingsAndStandings() throws Exception {
        Random random = new Random(7);
        Results late = run("late", record -> time(record) + (random.nextInt(10) == 0 ? random.nextLong(LATEST) : 0));

        assertThat(late.late()).isGreaterThan(100);
        assertThatAllIsAsInOrder(late);
    }

    @Test
    void aRingWhoseEveryRecordIsThreeHoursLateIsTheSameRing() throws Exception {
        Results late = run("outage", record -> time(record) + late(record, Duration.ofHours(3)));

        assertThat(late.late()).isGreaterThan(500);
        assertThatAllIsAsInOrder(late);
    }

    @Test
    void aRingWhoseEveryRecordComesADayLaterIsStillFoundWhole() throws Exception {
        Results late = run("next day", record -> time(record) + late(record, Duration.ofHours(30)));

        assertThat(late.late()).isGreaterThan(500);
        // The name may be another, because what was seen first is another; who only stood by may differ too.
        assertThat(coreTiers(late)).isEqualTo(coreTiers(inOrder));
    }

    /** How late a record comes when all of the campaign's do. */
    private static long late(String record, Duration campaign) {
        return CARDS.stream().anyMatch(record::contains) ? campaign.toMillis() : 0;
    }

    private static Map<String, String> coreTiers(Results results) {
        Map<String, String> tiers = new TreeMap<>();
        results.memberships().forEach((account, membership) -> {
            if (membership.contains(" true ")) {
                tiers.put(account, membership.substring(membership.indexOf(' ')));
            }
        });
        return tiers;
    }

    private static void assertThatAllIsAsInOrder(Results late) {
        assertThat(late.memberships()).isEqualTo(inOrder.memberships());
        assertThat(late.standings()).isEqualTo(inOrder.standings());
        assertThat(late.alerted()).isEqualTo(inOrder.alerted());
    }

    private static Results run(String name, ToLongFunction<String> arrival) throws Exception {
        AuditorSettings settings = AuditorSettings.live("localhost:9092", directory.resolve(name), 1);
        long[] late = {0};
        try (TopologyTestDriver driver = new TopologyTestDriver(
                AuditorTopology.of(plan(late), settings.toProperties(), settings::topic),
                settings.toProperties(),
                Harvesters.START)) {
            TestInputTopic<byte[], byte[]> usage = driver.createInputTopic(
                    Topic.USAGE.topicName(), new ByteArraySerializer(), new ByteArraySerializer());
            int since = 0;
            for (String record : arriving(arrival)) {
                usage.pipeInput(null, record.getBytes(StandardCharsets.UTF_8), Harvesters.START);
                if (++since % BETWEEN_TICKS == 0) {
                    tick(driver);
                }
            }
            RecordHeaders end = new RecordHeaders();
            end.add(IntakeProcessor.END_HEADER, new byte[] {1});
            usage.pipeInput(new TestRecord<>(null, new byte[0], end, Harvesters.START));
            tick(driver);
            return results(driver, late[0]);
        }
    }

    /** In the order of arrival, with an account beside the others that goes on alone for four days, so that they come to rest. */
    private static List<String> arriving(ToLongFunction<String> arrival) {
        record Arriving(long at, String record) {}
        List<Arriving> all = new ArrayList<>();
        RECORDS.forEach(record -> all.add(new Arriving(arrival.applyAsLong(record), record)));
        for (int hour = 0; hour < 24 * 5; hour++) {
            Instant time = Harvesters.START.plus(Duration.ofHours(hour));
            all.add(new Arriving(time.toEpochMilli(), Harvesters.ordinary("rest", 100_000 + hour, time)));
        }
        return all.stream()
                .sorted(Comparator.comparingLong(Arriving::at))
                .map(Arriving::record)
                .toList();
    }

    private static void tick(TopologyTestDriver driver) {
        for (int turn = 0; turn < 3; turn++) {
            driver.advanceWallClockTime(Duration.ofMillis(100));
        }
    }

    private static Results results(TopologyTestDriver driver, long late) throws Exception {
        Map<String, String> memberships = new TreeMap<>();
        for (byte[] value : values(driver, Topic.MEMBERSHIPS)) {
            if (!TickCodec.isTick(value)) {
                Membership one = Wire.own(new MembershipCodec(KEY), value);
                memberships.put(one.account(), one.ring() + " " + one.core() + " " + one.tier());
            }
        }
        Map<String, String> standings = new TreeMap<>();
        for (byte[] value : values(driver, Topic.STANDINGS)) {
            Standing one = Wire.own(new StandingCodec(KEY), value);
            standings.put(
                    one.subject(),
                    one.tier() + " " + new TreeSet<>(one.families()) + " " + one.scoreMilli() + " " + one.ring());
        }
        Set<String> alerted = new TreeSet<>();
        ObjectMapper json = new ObjectMapper();
        for (byte[] value : values(driver, Topic.ALERTS)) {
            JsonNode alert = json.readTree(value);
            alerted.add(alert.path("unmapped").path("subject").asText());
        }
        return new Results(memberships, standings, alerted, late);
    }

    private static List<byte[]> values(TopologyTestDriver driver, Topic topic) {
        return driver.createOutputTopic(topic.topicName(), new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readValuesToList();
    }

    private static long time(String record) {
        int start = record.indexOf("\"time\":\"") + 8;
        return Instant.parse(record.substring(start, record.indexOf('"', start)))
                .toEpochMilli();
    }

    private static StreamPlan plan(long[] late) {
        return new StreamPlan(
                1,
                1,
                KEY,
                FormatRegistry.AUTO,
                DETECTION.registry(),
                DETECTION.assemblers(),
                DETECTION.judges(),
                DETECTION.rings(),
                new PolicyLoader().packagedDefault(),
                arrival -> Instant.parse("2027-01-01T00:00:00Z").toEpochMilli(),
                Long.MAX_VALUE,
                true,
                true,
                new OcsfWriter(Techniques.packaged(), "test")::write,
                Rereading.NOTHING,
                new StreamPlan.Progress() {
                    @Override
                    public void passed(StreamPlan.Bound bound, int source, long count) {
                        late[0] += bound == StreamPlan.Bound.LATE ? count : 0;
                    }
                });
    }
}
