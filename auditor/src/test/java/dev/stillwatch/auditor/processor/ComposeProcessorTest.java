// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.processor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.auditor.runtime.Policies;
import dev.stillwatch.policies.ring.Membership;
import dev.stillwatch.policies.standing.Family;
import dev.stillwatch.policies.standing.LimitPlan;
import dev.stillwatch.policies.standing.Standing;
import dev.stillwatch.policies.standing.Tier;
import dev.stillwatch.policies.tick.Tick;
import dev.stillwatch.policies.topic.Topic;
import dev.stillwatch.policies.wire.MembershipCodec;
import dev.stillwatch.policies.wire.StandingCodec;
import dev.stillwatch.policies.wire.TickCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Accounts' own standings and what rings hand down meet in the order of event time. */
class ComposeProcessorTest {
    private static final String RING = "ring-00000000000000aa";
    private static final long EPOCH = Policies.TEST.timing().epoch();
    private static final long START = 100 * EPOCH;

    private final MockProcessorContext<byte[], byte[]> context = new MockProcessorContext<>();
    private final List<Integer> ended = new ArrayList<>();
    private ComposeProcessor compose = opened();

    @BeforeEach
    void open() {
        for (StoreName name : List.of(
                StoreName.COMPOSE_CLOCK, StoreName.COMPOSE_WAITING, StoreName.COMPOSED, StoreName.POLICY_BOOK)) {
            KeyValueStore<Bytes, byte[]> store = Stores.keyValueStoreBuilder(
                            Stores.inMemoryKeyValueStore(name.label()), Serdes.Bytes(), Serdes.ByteArray())
                    .withLoggingDisabled()
                    .build();
            store.init(context.getStateStoreContext(), store);
            context.addStateStore(store);
        }
        compose.init(context);
    }

    @Test
    void anOwnStandingWaitsOnlyWhenRingsAreMoreThanAnEpochBehind() {
        own(START + 1, Tier.WATCH);
        assertThat(published()).isEmpty();

        tick(START);
        assertThat(published()).extracting(Standing::asOf).containsExactly(START + 1);

        own(START + EPOCH, Tier.THROTTLE);
        assertThat(published()).extracting(Standing::tier).containsExactly(Tier.THROTTLE);

        own(START + EPOCH + 1, Tier.WATCH);
        assertThat(published()).isEmpty();
    }

    @Test
    void atOneInstantTheAccountsOwnComesFirst() {
        tick(START - EPOCH);
        own(START + EPOCH, Tier.THROTTLE);
        membership(START + EPOCH, Tier.RESTRICT);

        List<Standing> published = published();
        assertThat(published).extracting(Standing::tier).containsExactly(Tier.THROTTLE, Tier.RESTRICT);
        assertThat(published).extracting(Standing::version).containsExactly(1L, 2L);
        assertThat(published.get(1).budget()).isEqualTo(RING);
    }

    @Test
    void theEndLetsAllGoAndIsToldThen() {
        own(START + 7 * EPOCH, Tier.WATCH);
        tick(START);
        assertThat(ended).isEmpty();

        tick(Tick.END);

        assertThat(published()).hasSize(1);
        assertThat(ended).hasSize(1);
        own(START + 8 * EPOCH, Tier.CLEAR);
        assertThat(published()).hasSize(1);
    }

    @Test
    void aRestartKeepsWhatWaitsAndWhatIsKnown() {
        membership(START, Tier.RESTRICT);
        own(START + 5 * EPOCH, Tier.WATCH);
        assertThat(published()).hasSize(1);

        compose = opened();
        compose.init(context);
        tick(START + 5 * EPOCH);

        assertThat(published()).singleElement().satisfies(standing -> {
            assertThat(standing.tier()).isEqualTo(Tier.RESTRICT);
            assertThat(standing.version()).isEqualTo(2);
            assertThat(standing.families()).contains(Family.TIMING, Family.IDENTITY);
        });
    }

    @Test
    void whomTheJudgeLetsGoOfNoStandingIsLeft() {
        tick(START);
        own(START, Tier.CLEAR);
        assertThat(published()).hasSize(1);

        letGo(START + EPOCH);

        assertThat(ended()).containsExactly("acct-1");
        own(START + EPOCH, Tier.WATCH);
        assertThat(published()).extracting(Standing::version).containsExactly(1L);
    }

    @Test
    void lettingGoWaitsBehindTheStandingsBeforeIt() {
        own(START, Tier.WATCH);
        letGo(START + EPOCH);
        own(START + EPOCH, Tier.CLEAR);

        tick(START + EPOCH);

        assertThat(context.forwarded())
                .extracting(sent -> sent.record().value() == null)
                .containsExactly(false, true, false);
    }

    @Test
    void nothingEndsForWhomNothingWasPublished() {
        tick(START);
        letGo(START);
        assertThat(ended()).isEmpty();
    }

    @Test
    void whatARingHandsDownStaysWhenTheJudgeLetsGo() {
        tick(START);
        membership(START, Tier.RESTRICT);
        assertThat(published()).hasSize(1);

        letGo(START + EPOCH);

        assertThat(ended()).isEmpty();
        own(START + EPOCH, Tier.WATCH);
        assertThat(published()).extracting(Standing::tier).containsExactly(Tier.RESTRICT);
    }

    private void letGo(long asOf) {
        context.setRecordMetadata(Topic.EXCHANGES.topicName(), 0, 0);
        process(ComposeProcessor.lettingGo(asOf));
    }

    /** The accounts whose standing was said to be over since last asked. */
    private List<String> ended() {
        List<String> subjects = context.forwarded().stream()
                .filter(sent -> sent.record().value() == null)
                .map(sent -> Wire.text(sent.record().key()))
                .toList();
        context.resetForwards();
        return subjects;
    }

    private ComposeProcessor opened() {
        return new ComposeProcessor(AuditorDriver.plan(
                true,
                new StreamPlan.Progress() {
                    @Override
                    public void ended(int partition) {
                        ended.add(partition);
                    }
                },
                List.of()));
    }

    private void own(long asOf, Tier tier) {
        context.setRecordMetadata(Topic.EXCHANGES.topicName(), 0, 0);
        Standing standing = new Standing(
                "acct-1",
                tier,
                tier == Tier.CLEAR ? Set.of() : Set.of(Family.TIMING),
                1,
                LimitPlan.NONE,
                "",
                "",
                Standing.Mode.SHADOW,
                List.of(),
                "test@1",
                1,
                asOf,
                asOf,
                1,
                1);
        process(new StandingCodec(AuditorDriver.KEY).encode(standing));
    }

    private void membership(long asOf, Tier tier) {
        context.setRecordMetadata(Topic.MEMBERSHIPS.topicName(), 0, 0);
        process(new MembershipCodec(AuditorDriver.KEY)
                .encode(new Membership(
                        "acct-1",
                        RING,
                        true,
                        tier,
                        Set.of(Family.IDENTITY),
                        5_000,
                        LimitPlan.NONE,
                        Standing.Mode.SHADOW,
                        List.of("why"),
                        "test@1",
                        asOf,
                        asOf)));
    }

    private void process(byte[] value) {
        compose.process(new Record<>(Wire.key("acct-1"), value, 0));
    }

    private void tick(long watermark) {
        context.setRecordMetadata(Topic.MEMBERSHIPS.topicName(), 0, 0);
        compose.process(new Record<>(null, new TickCodec().encode(new Tick(0, 1, watermark, false)), 0));
    }

    /** What was sent since last asked. */
    private List<Standing> published() {
        List<Standing> published = new ArrayList<>();
        context.forwarded()
                .forEach(sent -> published.add(Wire.own(
                        new StandingCodec(AuditorDriver.KEY), sent.record().value())));
        context.resetForwards();
        return published;
    }
}
