// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.processor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.auditor.profile.ExchangeMaker;
import dev.stillwatch.policies.act.Act;
import dev.stillwatch.policies.exchange.Exchange;
import dev.stillwatch.policies.key.DeploymentKey;
import dev.stillwatch.policies.ring.ArtefactKind;
import dev.stillwatch.policies.ring.Edge;
import dev.stillwatch.policies.ring.Membership;
import dev.stillwatch.policies.standing.Tier;
import dev.stillwatch.policies.tick.ExchangeStream;
import dev.stillwatch.policies.topic.Topic;
import dev.stillwatch.policies.wire.ActCodec;
import dev.stillwatch.policies.wire.EdgeCodec;
import dev.stillwatch.policies.wire.ExchangeStreamCodec;
import dev.stillwatch.policies.wire.MembershipCodec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever may write to a topic of the stream cannot stop it, whatever they write. */
class StrayRecordsTest {
    private static final List<Topic> INPUTS = List.of(
            Topic.USAGE,
            Topic.FRAGMENTS,
            Topic.EXCHANGES,
            Topic.ACTS,
            Topic.MEMBERSHIPS,
            Topic.EDGES,
            Topic.CONTRIBUTIONS,
            Topic.POLICIES);
    /** One more than there are, so that one is unknown. */
    private static final int KINDS = 15;

    private static final ExchangeStreamCodec EXCHANGES = new ExchangeStreamCodec();
    private static final ActCodec ACTS = new ActCodec(AuditorDriver.KEY);

    @TempDir
    private Path state;

    @Test
    void noRecordOnAnyTopicStopsTheStream() {
        try (AuditorDriver auditor = new AuditorDriver(state, true)) {
            for (Topic topic : INPUTS) {
                for (byte @Nullable [] key : keys()) {
                    for (byte @Nullable [] value : values()) {
                        auditor.write(topic, key, value);
                    }
                }
            }
            auditor.tick();
            goesOn(auditor);
            assertThat(auditor.passed().get(StreamPlan.Bound.UNREADABLE)).isGreaterThan(100);
        }
    }

    @Test
    void anExchangeUnderNobodysOrAnothersNameIsDroppedAndCounted() {
        try (AuditorDriver auditor = new AuditorDriver(state, true)) {
            Exchange exchange = new ExchangeMaker(1).make();
            byte[] value = EXCHANGES.encode(new ExchangeStream.Arrival(exchange));
            auditor.write(Topic.EXCHANGES, null, value);
            auditor.write(Topic.EXCHANGES, new byte[0], value);
            auditor.write(Topic.EXCHANGES, new byte[] {'a', 0, 'b'}, value);
            auditor.write(Topic.EXCHANGES, Wire.key("somebody else"), value);
            goesOn(auditor);
            assertThat(auditor.passed()).containsEntry(StreamPlan.Bound.UNREADABLE, 4L);
        }
    }

    @Test
    void anActWithoutAKeyOrFromWhoeverHasNoKeyIsDroppedAndCounted() {
        try (AuditorDriver auditor = new AuditorDriver(state, true)) {
            byte[] act = ACTS.encode(act("acct-1"));
            auditor.write(Topic.ACTS, null, act);
            auditor.write(Topic.ACTS, Wire.key("acct-1"), null);
            auditor.write(Topic.ACTS, Wire.key("acct-2"), act);
            byte[] foreign = new byte[32];
            foreign[0] = 1;
            auditor.write(
                    Topic.ACTS, Wire.key("acct-1"), new ActCodec(DeploymentKey.of(1, foreign)).encode(act("acct-1")));
            assertThat(auditor.passed()).containsEntry(StreamPlan.Bound.UNREADABLE, 4L);
            goesOn(auditor);
        }
    }

    @Test
    void aMembershipUnderAnothersNameAndAnEdgeOfANameThatEndsEarlyAreDropped() {
        try (AuditorDriver auditor = new AuditorDriver(state, true)) {
            auditor.write(
                    Topic.MEMBERSHIPS,
                    Wire.key("acct-2"),
                    new MembershipCodec(AuditorDriver.KEY).encode(Membership.none("acct-1", 70)));
            assertThat(auditor.passed()).containsEntry(StreamPlan.Bound.UNREADABLE, 1L);
            auditor.write(
                    Topic.EDGES,
                    Wire.key("edge"),
                    new EdgeCodec().encode(new Edge("a\0b", ArtefactKind.SKELETON, 7, 0, 1, 1, 60_000)));
            goesOn(auditor);
        }
    }

    private static void goesOn(AuditorDriver auditor) {
        auditor.judged();
        auditor.exchange("11-01T00:00:30", "fine", "1");
        auditor.end();
        assertThat(auditor.judged()).contains("fine 11-01T00:01 [1]");
        assertThat(auditor.hasEnded()).isTrue();
    }

    private static Act act(String subject) {
        return new Act("act", subject, Act.Kind.UNDO, Tier.CLEAR, 0, Act.Verdict.NONE, "ann", "seen", 60_000, 0);
    }

    private static List<byte @Nullable []> keys() {
        return Arrays.asList(null, new byte[0], new byte[] {0}, Wire.key("acct-1"), new byte[] {-1, 'a', 0, 'b'});
    }

    private static List<byte @Nullable []> values() {
        Random random = new Random(20_261_122);
        List<byte @Nullable []> values = new ArrayList<>();
        values.add(null);
        values.add(new byte[0]);
        values.add(new byte[] {1});
        values.add(new byte[] {9, 9, 9});
        for (int kind = 0; kind <= KINDS; kind++) {
            values.add(new byte[] {1, (byte) kind});
            byte[] garbage = new byte[60];
            random.nextBytes(garbage);
            garbage[0] = 1;
            garbage[1] = (byte) kind;
            values.add(garbage);
        }
        return values;
    }
}
