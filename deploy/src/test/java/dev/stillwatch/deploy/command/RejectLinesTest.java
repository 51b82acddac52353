// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.auditor.replay.RejectKind;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RejectLinesTest {
    @Test
    void eachReasonSaysWhatToDo() {
        assertThat(RejectLines.of(
                        new TreeMap<>(Map.of("no-account", 1_200L, "too-large", 2L)),
                        new TreeMap<>(Map.of(
                                new RejectKind("no-account", "account", "add {format: kong, account_path: /a}"),
                                1_200L))))
                .containsExactly(
                        "  rejected no-account: 1,200",
                        "    account: add {format: kong, account_path: /a}",
                        "  rejected too-large: 2");
    }

    @Test
    void ofManyKindsTheCommonestAreTold() {
        assertThat(RejectLines.of(
                        new TreeMap<>(Map.of("wrong-type", 10L)),
                        new TreeMap<>(Map.of(
                                new RejectKind("wrong-type", "a", "write text"), 1L,
                                new RejectKind("wrong-type", "b", "write text"), 2L,
                                new RejectKind("wrong-type", "c", "write text"), 3L,
                                new RejectKind("wrong-type", "", "write text"), 4L))))
                .containsExactly(
                        "  rejected wrong-type: 10", "    write text", "    c: write text", "    b: write text");
    }

    @Test
    void whatWantsNothingDoneSaysNothing() {
        assertThat(RejectLines.of(
                        new TreeMap<>(Map.of("odd", 1L)), new TreeMap<>(Map.of(new RejectKind("odd", "a", ""), 1L))))
                .containsExactly("  rejected odd: 1");
    }
}
