// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.auditor.intake.FormatRegistry;
import dev.stillwatch.auditor.runtime.Detection;
import dev.stillwatch.auditor.runtime.Policies;
import dev.stillwatch.policies.key.DeploymentKey;
import dev.stillwatch.policies.policy.Policy;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BacktestTest {
    private static final Policy POLICY = Policies.TEST;
    private static final DeploymentKey KEY = DeploymentKey.of(1, new byte[32]);

    @TempDir
    private Path directory;

    @Test
    void theSameRecordsInAnyOrderOverAnyPartitionsAndThreadsGiveTheSameBytes() throws Exception {
        List<String> records = records(3_000);
        Path ordered = write("ordered.ndjson", records);
        List<String> mixed = new ArrayList<>(records);
        Collections.shuffle(mixed, new Random(7));
        Path shuffled = zipped("shuffled.ndjson.gz", mixed);
        BacktestSummary one = run("one", ordered, 1, 1, true);
        BacktestSummary other = run("other", shuffled, 4, 2, false);
        assertThat(one.records()).isEqualTo(3_003);
        assertThat(one.rejected()).isEqualTo(Map.of("duplicate", 1L, "malformed-json", 1L, "no-account", 1L));
        assertThat(one.accepted()).isEqualTo(3_000);
        assertThat(one.merged()).isZero();
        assertThat(one.alerts()).isPositive();
        assertThat(other.rejected()).isEqualTo(one.rejected());
        for (String file : List.of("alerts.ndjson", "verdicts.csv", "days.csv", "coverage.csv", "standings.ndjson")) {
            assertThat(directory.resolve("other").resolve(file))
                    .as(file)
                    .hasSameBinaryContentAs(directory.resolve("one").resolve(file));
        }
        assertThat(directory.resolve("one/rejects.csv"))
                .content()
                .contains("no-account,account,", "{format: native, account_path: /path/in/the/record}");
        assertThat(Files.readString(directory.resolve("one/verdicts.csv")))
                .contains("acct-0,throttle,throttle,4.000,content,,");
    }

    private BacktestSummary run(String name, Path file, int partitions, int threads, boolean ticks) throws Exception {
        Detection detection =
                new Detection(KEY, FormatRegistry.standard(), List::of, () -> new CountingJudge(300, POLICY));
        return new Backtest(detection, BacktestProgress.NONE)
                .run(new BacktestRequest(
                        List.of(file),
                        FormatRegistry.AUTO,
                        List.of(POLICY),
                        directory.resolve(name),
                        partitions,
                        partitions,
                        threads,
                        ticks,
                        Instant.parse("2027-01-01T00:00:00Z"),
                        Optional.empty()));
    }

    /** Account 0 makes a third of the exchanges; all within two days, in order; with three that cannot be used. */
    static List<String> records(int count) {
        Random random = new Random(42);
        List<String> records = new ArrayList<>();
        Instant start = Instant.parse("2026-11-01T00:00:00Z");
        for (int i = 0; i < count; i++) {
            int account = random.nextInt(3) == 0 ? 0 : 1 + random.nextInt(20);
            records.add(record(start.plusSeconds(i * 50L), "req-" + i, "acct-" + account));
        }
        records.add(1_000, records.get(900));
        records.add(2_000, "{\"time\":");
        records.add("{\"time\":\"2026-11-02T00:00:00Z\",\"request\":{\"messages\":[]},\"response\":{\"status\":200}}");
        return records;
    }

    private static String record(Instant time, String id, String account) {
        return "{\"time\":\"" + time + "\",\"id\":\"" + id + "\",\"account\":{\"id\":\"" + account
                + "\"},\"endpoint\":\"chat\",\"model\":\"m\",\"request\":{\"messages\":[{\"role\":\"user\",\"content\":\"hello "
                + id + "\"}]},\"response\":{\"status\":200,\"output_tokens\":12}}";
    }

    private Path write(String name, List<String> lines) throws Exception {
        return Files.write(directory.resolve(name), lines);
    }

    private Path zipped(String name, List<String> lines) throws Exception {
        Path file = directory.resolve(name);
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
        }
        return file;
    }
}
