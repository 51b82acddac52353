// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.follow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.policies.decision.LimitDecision;
import dev.stillwatch.policies.decision.LimitDecision.Outcome;
import dev.stillwatch.policies.standing.LimitPlan;
import dev.stillwatch.policies.standing.Tier;
import dev.stillwatch.policies.wire.LimitDecisionCodec;
import dev.stillwatch.policies.wire.WireException;
import dev.stillwatch.ratelimit.decide.DescriptorStatus.Code;
import dev.stillwatch.ratelimit.decide.LimitResponse;
import dev.stillwatch.ratelimit.decide.Treatment;
import dev.stillwatch.ratelimit.record.DecisionLog;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Decisions on their way to the topic, without a broker. */
@Timeout(60)
final class DecisionWriterTest {
    private final DecisionLog log = new DecisionLog("node-1", () -> Instant.ofEpochMilli(5_000), 100, 100);

    private static LimitResponse response(Code code, String subject) {
        return new LimitResponse(
                code,
                List.of(),
                new Treatment(
                        subject,
                        Tier.CLEAR,
                        Tier.CLEAR,
                        LimitPlan.NONE,
                        "",
                        0,
                        true,
                        code == Code.OK ? Optional.empty() : Optional.of("plan")),
                Map.of());
    }

    private static MockProducer<byte[], byte[]> producer(boolean takes) {
        return new MockProducer<>(takes, null, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Test
    void whatIsLeftIsWrittenWhenItCloses() throws WireException {
        MockProducer<byte[], byte[]> producer = producer(true);
        DecisionWriter writer = new DecisionWriter(producer, log);
        writer.begin();
        log.decided("llm", response(Code.OVER_LIMIT, "acct"));
        log.decided("llm", response(Code.OVER_LIMIT, "acct"));
        log.decided("llm", response(Code.OK, "acct"));
        writer.close();

        List<String> keys = new ArrayList<>();
        List<LimitDecision> decisions = new ArrayList<>();
        for (ProducerRecord<byte[], byte[]> record : producer.history()) {
            assertThat(record.topic()).isEqualTo("stillwatch.decisions");
            keys.add(new String(record.key(), StandardCharsets.UTF_8));
            decisions.add(new LimitDecisionCodec().decode(record.value()));
        }
        assertThat(keys).contains("acct", "node-1");
        assertThat(decisions.stream()
                        .filter(one -> one.outcome() == Outcome.REFUSED)
                        .mapToLong(LimitDecision::count)
                        .sum())
                .isEqualTo(2);
        assertThat(writer.written()).isEqualTo(producer.history().size());
        assertThat(writer.failed()).isZero();
    }

    @Test
    void whatTheClusterDoesNotTakeIsDroppedAndSaid() {
        MockProducer<byte[], byte[]> producer = producer(true);
        producer.sendException = new TimeoutException("no metadata");
        DecisionWriter writer = new DecisionWriter(producer, log);
        writer.begin();
        log.decided("llm", response(Code.OVER_LIMIT, "acct"));
        log.decided("llm", response(Code.OVER_LIMIT, "acct"));
        writer.close();

        assertThat(writer.failed()).isPositive();
        assertThat(log.dropped()).isEqualTo(2);
        assertThat(producer.history()).isEmpty();

        log.roll();
        assertThat(log.poll(10))
                .filteredOn(one -> one.outcome() == Outcome.DROPPED)
                .extracting(LimitDecision::count)
                .containsExactly(2L);
    }
}
