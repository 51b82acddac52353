// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.apply;

import static dev.stillwatch.ratelimit.apply.Trial.descriptor;
import static dev.stillwatch.ratelimit.apply.Trial.hits;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.ratelimit.decide.DescriptorStatus;
import dev.stillwatch.ratelimit.limits.Limits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a changed file does to what was counted. */
class ReloadTest {
    @TempDir
    private Path directory;

    @Test
    void countersOfRulesThatDidNotChangeGoOn() {
        Trial trial = Trial.of(directory, window(3) + bucket(3, 3));
        trial.passing(3, "d", descriptor("window", "w"));
        trial.passing(3, "d", descriptor("bucket", "b"));

        assertThat(trial.reload(window(3) + bucket(3, 3) + "  - {key: more}\n")).isEmpty();

        assertThat(trial.passing(1, "d", descriptor("window", "w"))).isZero();
        assertThat(trial.passing(1, "d", descriptor("bucket", "b"))).isZero();
    }

    @Test
    void aChangedLimitHoldsForWhatWasCountedAlready() {
        Trial trial = Trial.of(directory, window(10));
        trial.passing(6, "d", descriptor("window", "w"));

        trial.reload(window(5));
        assertThat(trial.passing(1, "d", descriptor("window", "w"))).isZero();
        trial.reload(window(20));
        assertThat(trial.status("d", descriptor("window", "w")).remaining()).isEqualTo(12);
    }

    @Test
    void aTighterBucketShrinksWhatIsLeftWithIt() {
        Trial trial = Trial.of(directory, head() + bucket(100, 100));
        trial.ask("d", 1, hits(30, "bucket", "b"));

        trial.reload(head() + bucket(10, 10));

        assertThat(trial.ask("d", 1, hits(0, "bucket", "b")).statuses().get(0).remaining())
                .isEqualTo(7);
    }

    @Test
    void aLooserBucketGivesNothingAway() {
        Trial trial = Trial.of(directory, head() + bucket(100, 100));
        trial.ask("d", 1, hits(90, "bucket", "b"));

        trial.reload(head() + bucket(1000, 1000));

        DescriptorStatus status =
                trial.ask("d", 1, hits(0, "bucket", "b")).statuses().get(0);
        assertThat(status.remaining()).isEqualTo(10);
        trial.clock.move(Duration.ofSeconds(6));
        assertThat(trial.ask("d", 1, hits(0, "bucket", "b")).statuses().get(0).remaining())
                .isEqualTo(110);
    }

    @Test
    void aRuleThatIsGoneNoLongerLimits() {
        Trial trial = Trial.of(directory, window(1));
        trial.passing(2, "d", descriptor("window", "w"));

        trial.reload("domain: d\n");

        assertThat(trial.status("d", descriptor("window", "w"))).isEqualTo(DescriptorStatus.NO_LIMIT);
    }

    @Test
    void aRuleThatIsTakenOutAndPutBackCountsOn() {
        Trial trial = Trial.of(directory, window(5) + bucket(5, 5));
        trial.passing(3, "d", descriptor("window", "w"));
        trial.passing(3, "d", descriptor("bucket", "b"));

        trial.reload("domain: d\n");
        trial.passing(10, "d", descriptor("window", "w"));
        trial.passing(10, "d", descriptor("bucket", "b"));
        trial.counters.sweep();
        trial.reload(window(5) + bucket(5, 5));

        assertThat(trial.passing(5, "d", descriptor("window", "w"))).isEqualTo(2);
        assertThat(trial.passing(5, "d", descriptor("bucket", "b"))).isEqualTo(2);
    }

    @Test
    void newLimitsAreReadyBeforeAnybodySeesThem() {
        Trial trial = Trial.of(directory, window(1));
        Limits before = trial.shelf.current();
        List<Long> remaining = new ArrayList<>();
        trial.shelf.beforeTaking(next -> {
            assertThat(trial.shelf.current()).isSameAs(before);
            remaining.add(trial.status("d", descriptor("window", "w")).remaining());
        });

        trial.reload(window(10));

        assertThat(remaining).containsExactly(0L, 8L);
    }

    @Test
    void aBadFileKeepsTheOldLimitsAndIsCounted() {
        Trial trial = Trial.of(directory, window(1));
        trial.passing(1, "d", descriptor("window", "w"));

        assertThat(trial.reload("domain: d\ndescriptors:\n  - {kee: x}\n"))
                .singleElement()
                .hasToString(directory.resolve("limits.yaml")
                        + ":3:11: unknown key 'kee'; expected one of descriptors, detailed_metric, domain, key, metadata,"
                        + " name, quota_mode, rate_limit, replaces, requests_per_unit, shadow_mode, share_threshold,"
                        + " unit, unlimited, value, value_to_metric, stillwatch");
        assertThat(trial.shelf.loadErrors()).isEqualTo(1);
        assertThat(trial.shelf.loads()).isEqualTo(1);
        assertThat(trial.passing(1, "d", descriptor("window", "w"))).isZero();
    }

    private static String head() {
        return "domain: d\ndescriptors:\n";
    }

    private static String window(long requests) {
        return head() + "  - {key: window, rate_limit: {unit: hour, requests_per_unit: " + requests + "}}\n";
    }

    private static String bucket(long requests, long burst) {
        return "  - {key: bucket, rate_limit: {unit: minute, requests_per_unit: " + requests
                + "}, stillwatch: {algorithm: token_bucket, burst: " + burst + "}}\n";
    }
}
