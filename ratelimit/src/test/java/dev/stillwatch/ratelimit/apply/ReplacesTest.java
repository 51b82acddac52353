// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.apply;

import static dev.stillwatch.ratelimit.apply.Trial.descriptor;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.ratelimit.decide.DescriptorStatus;
import dev.stillwatch.ratelimit.decide.DescriptorStatus.Code;
import dev.stillwatch.ratelimit.decide.LimitResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplacesTest {
    private static final String READERS = """
            domain: d
            descriptors:
              - {key: class, value: read, rate_limit: {name: read, unit: minute, requests_per_unit: 2}}
              - {key: path, value: /list, rate_limit: {name: list, replaces: [{name: read}], unit: minute, requests_per_unit: 5}}
              - {key: path, value: /banned, rate_limit: {replaces: [{name: read}], unit: minute, requests_per_unit: 0}}
              - {key: path, value: /free, rate_limit: {replaces: [{name: read}, {name: list}], unlimited: true}}
              - {key: path, value: /open, rate_limit: {name: open, unlimited: true}}
              - {key: path, value: /both, rate_limit: {replaces: [{name: open}], unit: minute, requests_per_unit: 1}}
            """;

    @TempDir
    private Path directory;

    @Test
    void theReplacedLimitIsNotLookedAtAndItsCounterStays() {
        Trial trial = Trial.of(directory, READERS);

        for (int i = 0; i < 5; i++) {
            LimitResponse response = ask(trial, "/list");
            assertThat(response.passes()).isTrue();
            assertThat(response.statuses().get(0)).isEqualTo(DescriptorStatus.NO_LIMIT);
        }
        assertThat(ask(trial, "/list").passes()).isFalse();
        assertThat(trial.status("d", descriptor("class", "read")).remaining()).isEqualTo(1);
    }

    @Test
    void withoutTheReplacingOneItHolds() {
        Trial trial = Trial.of(directory, READERS);

        assertThat(ask(trial, "/other").passes()).isTrue();
        assertThat(ask(trial, "/other").passes()).isTrue();
        assertThat(ask(trial, "/other").passes()).isFalse();
        assertThat(ask(trial, "/list").passes()).isTrue();
    }

    @Test
    void whatReplacesMayBanOrFree() {
        Trial trial = Trial.of(directory, READERS);

        assertThat(ask(trial, "/banned").code()).isEqualTo(Code.OVER_LIMIT);
        for (int i = 0; i < 9; i++) {
            assertThat(ask(trial, "/free").passes()).isTrue();
        }
        assertThat(trial.status("d", descriptor("class", "read")).remaining()).isEqualTo(1);
    }

    @Test
    void theUnlimitedStaysUnlimitedWhenItIsReplaced() {
        Trial trial = Trial.of(directory, READERS);

        LimitResponse response = trial.ask("d", 1, descriptor("path", "/open"), descriptor("path", "/both"));

        assertThat(response.statuses().get(0).remaining()).isEqualTo(DescriptorStatus.UNLIMITED);
    }

    private static LimitResponse ask(Trial trial, String path) {
        return trial.ask("d", 1, descriptor("class", "read"), descriptor("path", path));
    }
}
