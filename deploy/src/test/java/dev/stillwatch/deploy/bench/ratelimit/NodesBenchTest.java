// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The part with two nodes, made short. */
@Timeout(120)
final class NodesBenchTest {
    @Test
    void whatPassesIsHeldAgainstWhatTheLimitAllows() throws IOException {
        List<Integer> steps = new ArrayList<>();
        NodesBench.Size size = new NodesBench.Size(8, Duration.ofSeconds(1), Duration.ofSeconds(4));
        NodesBench.Result result = new NodesBench(size, steps::add).run();
        assertThat(steps).containsExactly(1, 2, 3, 4);
        assertThat(List.of(result.bucket(), result.window(), result.failover().reading()))
                .allSatisfy(reading -> {
                    assertThat(reading.perSecond()).isPositive();
                    assertThat(reading.passed()).isPositive();
                });
        assertThat(result.failover().ageMillis()).isBetween(0.0, 2_500.0);
        RatelimitReport report = RatelimitReport.of(result);
        assertThat(report.bars()).hasSize(3);
        assertThat(report.text()).contains("| bucket whose owner goes |", "beyond one bucket");
    }

    @Test
    void aSpellIsHeldAgainstItsBucketAtEveryMoment() {
        Spell spell = new Spell(6, 1, new double[] {0, 0, 1, 1}, 2);
        assertThat(spell.mostOfBucket(2, 1)).isCloseTo(4 / 3.0, within(1e-9));
        assertThat(spell.passedBy(0)).isEqualTo(2);
        assertThat(spell.passedBy(0.5)).isEqualTo(2);
        assertThat(spell.passedBy(1)).isEqualTo(4);
        assertThat(spell.perSecond()).isEqualTo(3);
        assertThat(spell.passed()).isEqualTo(4);
    }
}
