// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.processor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.auditor.runtime.Policies;
import dev.stillwatch.policies.policy.Policy;
import dev.stillwatch.policies.policy.SourceMapping;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Buckets of one minute, an allowance of one minute, a merge wait of two. */
class AuditorStreamTest {
    @TempDir
    private Path state;

    @Test
    void aBucketClosesOnceTheWatermarkHasPassedItsEndByTheAllowance() {
        try (AuditorDriver auditor = new AuditorDriver(state, false)) {
            auditor.exchange("11-01T00:00:30", "b", "2");
            auditor.exchange("11-01T00:00:10", "b", "1");
            auditor.exchange("11-01T00:00:20", "a", "3");
            auditor.tick();
            auditor.exchange("11-01T00:01:59", "b", "4");
            auditor.tick();
            assertThat(auditor.judged()).isEmpty();
            auditor.exchange("11-01T00:02:00", "b", "5");
            auditor.tick();
            assertThat(auditor.judged()).containsExactly("a 11-01T00:01 [3]", "b 11-01T00:01 [1,2]");
        }
    }

    @Test
    void whatComesLateIsJudgedWithTheNextBucketAndCounted() {
        try (AuditorDriver auditor = new AuditorDriver(state, false)) {
            auditor.exchange("11-01T00:00:30", "a", "1");
            auditor.exchange("11-01T00:05:00", "a", "2");
            auditor.tick();
            auditor.exchange("11-01T00:00:40", "a", "late");
            auditor.exchange("11-01T00:09:00", "a", "3");
            auditor.tick();
            assertThat(auditor.judged())
                    .containsExactly("a 11-01T00:01 [1]", "a 11-01T00:05 [late]", "a 11-01T00:06 [2]");
            assertThat(auditor.passed()).isEqualTo(Map.of(StreamPlan.Bound.LATE, 1L));
        }
    }

    @Test
    void whatComesAfterTheRingOfDaysIsRejectedAsTooLate() {
        try (AuditorDriver auditor = new AuditorDriver(state, true)) {
            auditor.exchange("11-08T00:00:30", "a", "1");
            auditor.exchange("11-08T00:05:00", "a", "2");
            auditor.tick();
            auditor.exchange("11-05T23:59:59", "a", "too late");
            auditor.exchange("11-06T00:00:00", "a", "in time");
            auditor.end();
            assertThat(auditor.judged())
                    .containsExactly("a 11-08T00:01 [1]", "a 11-08T00:05 [in time]", "a 11-08T00:06 [2]");
            assertThat(auditor.rejects()).containsExactly("too-late");
        }
    }

    @Test
    void theEndClosesAllBucketsAndJudgesDayEndsInTheirPlace() {
        List<String> inOrder;
        try (AuditorDriver auditor = new AuditorDriver(state.resolve("one"), true)) {
            List<String[]> records = records();
            for (String[] record : records) {
                auditor.exchange(record[0], record[1], record[2]);
                auditor.tick();
            }
            auditor.end();
            inOrder = auditor.judged();
            assertThat(inOrder)
                    .containsExactly(
                            "a 11-01T10:01 [1]",
                            "b 11-01T10:01 [2]",
                            "a 11-02T00:01 []",
                            "b 11-02T00:01 []",
                            "a 11-02T09:01 [3]",
                            "a 11-03T00:01 []",
                            "a 11-04T08:01 [4]");
            assertThat(auditor.hasEnded()).isTrue();
        }
        try (AuditorDriver auditor = new AuditorDriver(state.resolve("other"), true)) {
            List<String[]> records = new ArrayList<>(records());
            Collections.shuffle(records, new Random(3));
            records.forEach(record -> auditor.exchange(record[0], record[1], record[2]));
            auditor.end();
            assertThat(auditor.judged()).isEqualTo(inOrder);
        }
    }

    private static List<String[]> records() {
        return List.of(
                new String[] {"11-01T10:00:00", "a", "1"},
                new String[] {"11-01T10:00:30", "b", "2"},
                new String[] {"11-02T09:00:00", "a", "3"},
                new String[] {"11-04T08:00:00", "a", "4"});
    }

    @Test
    void partsOfASplitRecordAreJoinedAndHoldTheirBucketOpen() {
        try (AuditorDriver auditor = new AuditorDriver(state, false)) {
            auditor.usage(model("00:00:10", "corr-1"));
            auditor.usage(model("00:00:11", "corr-2"));
            auditor.exchange("11-01T00:02:00", "a", "1");
            auditor.tick();
            assertThat(auditor.judged()).isEmpty();
            auditor.usage(gateway("00:00:12", "corr-1"));
            auditor.exchange("11-01T00:05:00", "a", "2");
            auditor.tick();
            assertThat(auditor.judged()).containsExactly("acct-1 11-01T00:01 [corr-1]", "a 11-01T00:03 [1]");
            assertThat(auditor.rejects()).containsExactly("unmatched-fragment");
        }
    }

    @Test
    void partsThatNobodyCanNameTheCallerOfAreToldToNameOne() {
        try (AuditorDriver auditor = new AuditorDriver(state, false)) {
            auditor.usage(model("00:00:10", "corr-1"));
            auditor.usage(gateway("00:00:12", "corr-1").replace("\"apimSubscriptionId\":\"acct-1\",", ""));
            auditor.exchange("11-01T00:05:00", "a", "1");
            auditor.tick();
            assertThat(auditor.rejects()).containsExactly("no-account", "no-account");
        }
    }

    @Test
    void aCopyCountsOnceAndAnotherRecordUnderItsIdCountsAndIsTold() {
        try (AuditorDriver auditor = new AuditorDriver(state, true)) {
            auditor.exchange("11-01T00:00:10", "a", "1");
            auditor.exchange("11-01T00:00:10", "a", "1");
            auditor.exchange("11-01T00:00:20", "a", "1");
            auditor.exchange("11-01T09:00:00", "a", "1");
            auditor.exchange("11-01T09:00:00", "a", "1");
            auditor.end();
            assertThat(auditor.judged()).containsExactly("a 11-01T00:01 [1,1]", "a 11-01T09:01 [1]");
            assertThat(auditor.rejects()).containsExactly("duplicate", "duplicate");
            assertThat(auditor.passed()).isEqualTo(Map.of(StreamPlan.Bound.CONFLICTING_ID, 2L));
        }
    }

    @Test
    void whenAllSourcesAreSilentTheLastBucketIsJudgedAndWhatComesForItLaterIsLate() {
        try (AuditorDriver auditor = new AuditorDriver(state, false)) {
            auditor.exchange("11-01T00:00:30", "a", "1");
            auditor.exchange("11-01T00:01:10", "a", "2");
            auditor.tick();
            auditor.goesBy(Duration.ofMinutes(5));
            assertThat(auditor.judged())
                    .as("one that sends by the minute may go on")
                    .isEmpty();
            auditor.goesBy(Duration.ofMinutes(2));
            assertThat(auditor.judged()).containsExactly("a 11-01T00:01 [1]", "a 11-01T00:02 [2]");
            auditor.exchange("11-01T00:01:20", "a", "late");
            auditor.exchange("11-01T00:02:00", "a", "3");
            auditor.exchange("11-01T00:05:00", "a", "4");
            auditor.tick();
            assertThat(auditor.judged()).containsExactly("a 11-01T00:03 [late,3]");
            assertThat(auditor.passed()).isEqualTo(Map.of(StreamPlan.Bound.LATE, 1L));
        }
    }

    @Test
    void silenceClosesTheLastSplitRecordsAndEndsNoReplay() {
        try (AuditorDriver auditor = new AuditorDriver(state.resolve("live"), false)) {
            auditor.usage(model("00:00:10", "corr-1"));
            auditor.usage(gateway("00:00:12", "corr-1"));
            auditor.tick();
            auditor.goesBy(Duration.ofMinutes(8));
            assertThat(auditor.judged()).containsExactly("acct-1 11-01T00:01 [corr-1]");
        }
        try (AuditorDriver auditor = new AuditorDriver(state.resolve("replay"), true)) {
            auditor.exchange("11-01T00:00:30", "a", "1");
            auditor.goesBy(Duration.ofMinutes(8));
            assertThat(auditor.judged()).isEmpty();
        }
    }

    @Test
    void aPolicysSourcesHoldFromWhenItIsValidAndUntilTheNextOneIs() {
        try (AuditorDriver auditor = new AuditorDriver(state, false)) {
            auditor.publish(policy(1, "2026-01-01T00:00:00Z", "/first"));
            auditor.publish(policy(2, "2026-11-01T00:01:00Z", "/second"));
            auditor.publish(policy(3, "2026-12-01T00:00:00Z", "/third"));
            auditor.tick();
            for (String time : List.of("00:00:59", "00:01:00")) {
                auditor.usage("{\"time\":\"2026-11-01T" + time + "Z\",\"model\":\"m\",\"id\":\"" + time
                        + "\",\"first\":\"a\",\"second\":\"b\",\"third\":\"c\"}");
            }
            auditor.usage("{\"time\":\"2026-11-01T00:05:00Z\",\"model\":\"m\",\"second\":\"d\"}");
            auditor.tick();
            assertThat(auditor.judged()).containsExactly("a 11-01T00:01 [00:00:59]", "b 11-01T00:02 [00:01:00]");
        }
    }

    @Test
    void sourceHealthNamesThePolicyThatIsValidAndNotOneThatIsYetToCome() {
        try (AuditorDriver auditor = new AuditorDriver(state, false)) {
            auditor.publish(policy(2, "2026-01-01T00:00:00Z", "/first"));
            auditor.publish(policy(3, "2026-12-01T00:00:00Z", "/third"));
            auditor.tick();
            for (int i = 0; i < 200; i++) {
                auditor.usage("{}");
            }
            assertThat(auditor.alerts()).hasSize(1).allMatch(alert -> alert.contains("test@2"));
        }
    }

    private static Policy policy(int version, String validFrom, String accountPath) {
        Policy test = Policies.TEST;
        return new Policy(
                test.name(),
                version,
                Instant.parse(validFrom).toEpochMilli(),
                test.author(),
                test.timing(),
                test.signals(),
                test.ladder(),
                test.mode(),
                test.owners(),
                test.passports(),
                List.of(new SourceMapping("native", accountPath)),
                test.plans(),
                test.releases(),
                test.ordinary(),
                test.indicators());
    }

    @Test
    void aRisingShareOfRejectsIsToldOnceAnHour() {
        try (AuditorDriver auditor = new AuditorDriver(state, false)) {
            for (int i = 0; i < 200; i++) {
                auditor.exchange("11-01T00:00:30", "a", "" + i);
            }
            assertThat(auditor.alerts()).isEmpty();
            for (int hour = 1; hour <= 2; hour++) {
                for (int i = 0; i < 200; i++) {
                    auditor.usage(i % 4 == 0 ? "{" : "{}", AuditorDriver.ARRIVAL.plus(Duration.ofHours(hour)));
                }
            }
            List<String> alerts = auditor.alerts();
            assertThat(alerts).hasSize(2);
            assertThat(alerts.get(0)).contains("\"source-health\"", "\"Create\"", "llm.usage/0", "unknown-format");
            assertThat(alerts.get(1)).contains("\"source-health\"");
        }
    }

    static String model(String time, String correlation) {
        return "{\"TimeGenerated\":\"2026-11-01T" + time + "Z\",\"CorrelationId\":\"" + correlation
                + "\",\"SequenceNumber\":1,\"OperationName\":\"ChatCompletions_Create\",\"ModelName\":\"m\","
                + "\"PromptTokens\":210,\"CompletionTokens\":640,\"TotalTokens\":850,"
                + "\"Type\":\"ApiManagementGatewayLlmLog\"}";
    }

    static String gateway(String time, String correlation) {
        return "{\"time\":\"2026-11-01T" + time + "Z\",\"category\":\"GatewayLogs\","
                + "\"operationName\":\"Microsoft.ApiManagement/GatewayLogs\",\"callerIpAddress\":\"203.0.113.7\","
                + "\"correlationId\":\"" + correlation + "\",\"durationMs\":1830,\"properties\":{\"method\":\"POST\","
                + "\"url\":\"https://gw/openai/deployments/d/chat/completions\",\"responseCode\":200,"
                + "\"apimSubscriptionId\":\"acct-1\",\"operationId\":\"ChatCompletions_Create\"}}";
    }
}
