// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.follow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.policies.act.Act;
import dev.stillwatch.policies.key.DeploymentKey;
import dev.stillwatch.policies.standing.LimitPlan;
import dev.stillwatch.policies.standing.Standing;
import dev.stillwatch.policies.standing.Tier;
import dev.stillwatch.policies.topic.Topic;
import dev.stillwatch.policies.wire.ActCodec;
import dev.stillwatch.policies.wire.StandingCodec;
import dev.stillwatch.ratelimit.standing.StandingBook;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which records reach the book: one test a fault. */
final class ReadingTest {
    private static final DeploymentKey KEY = DeploymentKey.of(1, new byte[32]);
    private static final long NOW = 1_800_000_000_000L;

    private final StandingBook book = new StandingBook(() -> Instant.ofEpochMilli(NOW), () -> 0, 10);
    private final Reading reading = new Reading(book, KEY);

    private static Standing standing(String subject, long asOf) {
        return new Standing(
                subject,
                Tier.RESTRICT,
                Set.of(),
                1,
                new LimitPlan(7, -1, -1, -1, true, true),
                "",
                "",
                Standing.Mode.ENFORCE,
                List.of(),
                "default@1",
                1,
                asOf,
                asOf,
                60_000,
                60_000);
    }

    private static Act act(String subject) {
        return new Act("id", subject, Act.Kind.UNDO, Tier.CLEAR, 0, Act.Verdict.NONE, "ann", "why", NOW + 1, 0);
    }

    private void read(Topic topic, @Nullable String key, byte @Nullable [] value, boolean stored) {
        reading.take(
                new ConsumerRecord<>(
                        topic.topicName(), 0, 0, key == null ? null : key.getBytes(StandardCharsets.UTF_8), value),
                stored);
    }

    @Test
    void standingsAndActsReachTheBook() {
        read(Topic.STANDINGS, "acct", new StandingCodec(KEY).encode(standing("acct", NOW)), false);
        assertThat(book.find("acct").orElseThrow().enforced()).isTrue();
        read(Topic.ACTS, "acct", new ActCodec(KEY).encode(act("acct")), false);
        assertThat(book.find("acct").orElseThrow().enforced()).isFalse();

        assertThat(reading.standings()).isEqualTo(1);
        assertThat(reading.acts()).isEqualTo(1);
        assertThat(reading.ignored()).isZero();
    }

    @Test
    void onlyWhatLayThereBeforeMayBeTooOld() {
        byte[] old = new StandingCodec(KEY).encode(standing("acct", NOW - 60_001));
        read(Topic.STANDINGS, "acct", old, true);
        assertThat(book.find("acct")).isEmpty();
        read(Topic.STANDINGS, "acct", old, false);
        assertThat(book.find("acct")).isPresent();
    }

    @Test
    void whatAnotherKeyTaggedIsIgnored() {
        byte[] secret = new byte[32];
        secret[0] = 1;
        DeploymentKey other = DeploymentKey.of(1, secret);
        read(Topic.STANDINGS, "acct", new StandingCodec(other).encode(standing("acct", NOW)), false);
        read(Topic.ACTS, "acct", new ActCodec(other).encode(act("acct")), false);

        assertThat(book.find("acct")).isEmpty();
        assertThat(reading.ignored()).isEqualTo(2);
        assertThat(reading.unverified()).isEqualTo(2);
    }

    @Test
    void whatLiesUnderAnotherSubjectsKeyIsIgnored() {
        read(Topic.STANDINGS, "other", new StandingCodec(KEY).encode(standing("acct", NOW)), false);
        read(Topic.ACTS, "other", new ActCodec(KEY).encode(act("acct")), false);

        assertThat(book.find("acct")).isEmpty();
        assertThat(reading.ignored()).isEqualTo(2);
    }

    @Test
    void anActOnTheTopicOfStandingsIsIgnored() {
        read(Topic.STANDINGS, "acct", new ActCodec(KEY).encode(act("acct")), false);
        read(Topic.ACTS, "acct", new StandingCodec(KEY).encode(standing("acct", NOW)), false);

        assertThat(reading.ignored()).isEqualTo(2);
    }

    @Test
    void thatTheAuditorForgotASubjectIsNothingToComplainOf() {
        read(Topic.STANDINGS, "acct", null, true);
        read(Topic.STANDINGS, "acct", null, false);

        assertThat(book.find("acct")).isEmpty();
        assertThat(reading.ignored()).isZero();
    }

    @Test
    void aRecordWithoutAValueFreesNobody() {
        read(Topic.STANDINGS, "acct", new StandingCodec(KEY).encode(standing("acct", NOW)), false);
        read(Topic.STANDINGS, "acct", null, false);
        read(Topic.STANDINGS, null, new byte[1], false);
        read(Topic.ACTS, "acct", null, false);

        assertThat(book.find("acct").orElseThrow().enforced()).isTrue();
        assertThat(reading.ignored()).isEqualTo(2);
        assertThat(reading.unverified()).isZero();
    }
}
