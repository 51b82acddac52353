// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class GatewayTableTest {
    private final StringWriter out = new StringWriter();

    @Test
    void whoMeetsALimitHasALineAndTheOthersOneTogether() {
        print(
                new GatewayTable.Row("acct-1", 20, 17, 3, 17, 429, "718"),
                new GatewayTable.Row("acct-2", 20, 0, 20, 0, 0, ""),
                new GatewayTable.Row("acct-3", 20, 0, 20, 0, 0, ""));

        assertThat(out.toString().lines().skip(1))
                .satisfiesExactly(
                        line -> assertThat(line)
                                .matches("acct-1 +20 passed, 17 would be refused +"
                                        + "3 passed, 17 refused with 429, retry after 718 s"),
                        line -> assertThat(line)
                                .matches("2 others +40 passed, none would be refused +40 passed, none refused"));
    }

    @Test
    void refusalsWithoutAWaitSayNone() {
        print(new GatewayTable.Row("acct-1", 20, 20, 0, 20, 403, ""));

        assertThat(out.toString()).containsPattern("0 passed, 20 refused with 403\\R");
    }

    @Test
    void namesOfStrangersDriveNoTerminal() {
        print(new GatewayTable.Row("acct-\u001b[31m", 20, 1, 19, 1, 429, "\u0007"));

        assertThat(out.toString()).doesNotContain("\u001b", "\u0007");
    }

    private void print(GatewayTable.Row... rows) {
        PrintWriter writer = new PrintWriter(out, true);
        new GatewayTable(new Terminal(writer, writer, false, 100)).print(List.of(rows));
    }
}
