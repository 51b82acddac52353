// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A short run of each part. What it measures is nobody's business here; that it asks both sides the same is. */
@Timeout(120)
final class RatelimitBenchTest {
    private static final Duration SHORT = Duration.ofMillis(100);

    private final List<Integer> steps = new ArrayList<>();

    @TempDir
    private Path work;

    @Test
    void decisionsAreComparedInFourCases() throws IOException {
        DecisionBench.Size size = new DecisionBench.Size(20_000, 5_000, 1, 3);
        DecisionBench.Result result = new DecisionBench(size, steps::add).run();
        assertThat(result.readings())
                .extracting(DecisionBench.Reading::name)
                .containsExactly(
                        "one hot key",
                        "20,000 Zipf keys",
                        "one hot key, refused and recorded",
                        "20,000 Zipf keys, refused and recorded up to the log's bound");
        assertThat(result.readings())
                .allSatisfy(reading -> assertThat(reading.share()).isPositive());
        assertThat(result.bytesHeld()).isPositive();
        assertProgress(size.steps());
        RatelimitReport report = RatelimitReport.of(result);
        assertThat(report.bars()).hasSize(5);
        assertThat(report.text()).contains("| 20,000 Zipf keys, refused and recorded up to the log's bound |");
    }

    @Test
    void callsOverGrpcAreComparedWithAnEmptyHandler() throws IOException {
        GrpcBench.Size size = new GrpcBench.Size(10, 4, 1, 2, SHORT);
        GrpcBench.Result result = new GrpcBench(size, steps::add).run();
        for (GrpcBench.Side side : List.of(result.door(), result.floor())) {
            assertThat(side.perSecond()).isPositive();
            assertThat(side.cpuMicros()).isPositive();
            assertThat(side.p50Millis()).isPositive().isLessThanOrEqualTo(side.p99Millis());
        }
        assertProgress(size.steps());
        assertThat(RatelimitReport.of(result).bars()).hasSize(3);
    }

    @Test
    void callsThroughNginxAreComparedWithAnEmptyEndpoint() throws IOException {
        Optional<Path> program = NginxBench.program();
        assumeTrue(program.isPresent(), "nginx is not there: apt-get install nginx; its part of the bench is skipped");
        Path shipped = NginxBench.shipped(Path.of("..")).orElseThrow();
        NginxBench.Size size = new NginxBench.Size(2, 0, 1, SHORT);
        NginxBench.Result result = new NginxBench(program.get(), shipped, size, steps::add).run(work);
        assertThat(result.doorPerSecond()).isPositive();
        assertThat(result.floorPerSecond()).isPositive();
        assertThat(Files.readString(work.resolve("door/auth-request.conf"))).contains("http://limiter/authz?");
        assertThat(Files.readString(work.resolve("floor/auth-request.conf")))
                .contains("http://limiter/floor;")
                .doesNotContain("authz?");
        assertProgress(size.steps());
        assertThat(RatelimitReport.of(result).bars()).hasSize(1);
    }

    @Test
    void theFileForNginxIsFoundBesideWhatWasInstalledToo() throws IOException {
        assertThat(NginxBench.shipped(work)).isEmpty();
        Path installed = Files.createDirectories(work.resolve("gateways/nginx"));
        assertThat(NginxBench.shipped(work)).contains(installed);
    }

    private void assertProgress(int all) {
        assertThat(steps).hasSize(all).isSorted().endsWith(all);
    }
}
