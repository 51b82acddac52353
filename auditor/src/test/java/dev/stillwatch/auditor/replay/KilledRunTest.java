// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stillwatch.auditor.runtime.Policies;
import dev.stillwatch.auditor.runtime.PolicyPublisher;
import dev.stillwatch.auditor.runtime.Topics;
import dev.stillwatch.policies.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker in a process of its own; the auditor in another, killed in the middle of a run and started again. */
class KilledRunTest {
    @TempDir
    private Path directory;

    @Test
    void endsWithTheAlertsAndStandingsOfAnUndisturbedRun() throws Exception {
        Path input = Files.write(directory.resolve("usage.ndjson"), BacktestTest.records(20_000));
        List<String> undisturbed = run("calm", input, 0);
        List<String> killed = run("killed", input, 2_000);
        assertThat(undisturbed).isNotEmpty();
        assertThat(killed).isEqualTo(undisturbed);
    }

    private List<String> run(String name, Path input, int killAfter) throws Exception {
        Path home = Files.createDirectories(directory.resolve(name));
        Path address = home.resolve("address");
        Process broker = ChildProcesses.start(
                ChildProcesses.Broker.class, home.resolve("broker").toString(), address.toString());
        try {
            await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(address));
            String bootstrap = Files.readString(address);
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
                new Topics(admin, "").create(Topics.OF_AUDITOR, 2, 2, true);
            }
            new PolicyPublisher(bootstrap).publish(Topic.POLICIES.topicName(), List.of(Policies.TEST));
            new Feed(bootstrap, Topic.USAGE.topicName(), 2, BacktestProgress.NONE).feed(List.of(input));
            String state = home.resolve("state").toString();
            if (killAfter > 0) {
                Process first = ChildProcesses.start(ChildProcesses.Replay.class, bootstrap, state);
                await().atMost(Duration.ofSeconds(90))
                        .pollInterval(Duration.ofMillis(50))
                        .until(() -> read(bootstrap, Topic.EXCHANGES).size() > killAfter);
                first.destroyForcibly().waitFor();
            }
            Process last = ChildProcesses.start(ChildProcesses.Replay.class, bootstrap, state);
            assertThat(last.waitFor(150, TimeUnit.SECONDS)).isTrue();
            assertThat(last.exitValue()).isZero();
            List<String> results = new ArrayList<>(read(bootstrap, Topic.ALERTS));
            results.addAll(read(bootstrap, Topic.STANDINGS));
            return results.stream().sorted().toList();
        } finally {
            broker.destroyForcibly().waitFor();
        }
    }

    private static List<String> read(String bootstrap, Topic topic) {
        List<String> values = new ArrayList<>();
        new TopicReader(bootstrap).read(topic.topicName(), record -> {
            values.add(new String(record.value(), StandardCharsets.ISO_8859_1));
        });
        return values;
    }
}
