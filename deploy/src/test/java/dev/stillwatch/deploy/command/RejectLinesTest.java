// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RejectLinesTest {
    private static final String HEADER = "reason,field,remedy,records";

    @Test
    void eachReasonSaysWhatToDo() {
        assertThat(RejectLines.of(
                        new TreeMap<>(Map.of("no-account", 1_200L, "too-large", 2L)),
                        List.of(HEADER, "no-account,account,\"add {format: kong, account_path: /a}\",1200")))
                .containsExactly(
                        "  rejected no-account: 1,200",
                        "    account: add {format: kong, account_path: /a}",
                        "  rejected too-large: 2");
    }

    @Test
    void ofManyKindsTheCommonestAreTold() {
        assertThat(RejectLines.of(
                        new TreeMap<>(Map.of("wrong-type", 10L)),
                        List.of(
                                HEADER,
                                "wrong-type,a,write text,1",
                                "wrong-type,b,write text,2",
                                "wrong-type,c,write text,3",
                                "wrong-type,,write text,4")))
                .containsExactly(
                        "  rejected wrong-type: 10", "    write text", "    c: write text", "    b: write text");
    }
}
