// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.deploy.gateway.Installed;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A short run; what it measures is nobody's business here. */
@Timeout(120)
final class RedisBenchTest {
    @TempDir
    private Path work;

    @Test
    void oneHotKeyIsAskedInThreeWays() throws Exception {
        Path program = Installed.program("redis-server", "apt-get install redis-server");
        List<Integer> steps = new ArrayList<>();
        RedisBench.Size size = new RedisBench.Size(4, 1, 2, Duration.ofMillis(100));
        RedisBench.Result result = new RedisBench(program, size, steps::add).run(work);
        assertThat(List.of(result.here(), result.there(), result.stock(), result.times(), result.timesThere()))
                .allSatisfy(figure -> assertThat(figure).isPositive());
        assertThat(steps).hasSize(size.steps());
        assertThat(RatelimitReport.of(result).bars()).hasSize(1);
    }
}
