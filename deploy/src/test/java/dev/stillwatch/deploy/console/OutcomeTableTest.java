// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.policies.standing.Tier;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutcomeTableTest {
    private final StringWriter out = new StringWriter();

    @Test
    void aRowSaysWhoWhatAndWhy() {
        new OutcomeTable(terminal(false))
                .print(List.of(
                        new OutcomeTable.Row("acct-1", "distiller", Tier.RESTRICT, true, "asks for reasoning"),
                        new OutcomeTable.Row("acct-heavy", "batch", Tier.CLEAR, false, "x".repeat(300))));

        assertThat(out.toString().lines())
                .hasSize(3)
                .anySatisfy(line -> assertThat(line).matches("acct-1 +distiller +restrict +yes +asks for reasoning"))
                .anySatisfy(line -> assertThat(line).contains("x".repeat(300)));
    }

    @Test
    void onATerminalARowIsOneLine() {
        new OutcomeTable(terminal(true))
                .print(List.of(new OutcomeTable.Row("a", "batch", Tier.CLEAR, false, "x".repeat(300))));

        assertThat(out.toString()).contains("…").doesNotContain("x".repeat(100));
    }

    @Test
    void progressIsAPlainLineNowAndThen() {
        long[] now = {0};
        Meter meter = new Meter(terminal(false), () -> now[0]);
        meter.at("reading", 1, 200);
        now[0] = 11_000_000_000L;
        meter.at("reading", 100, 200);
        meter.at("reading", 101, 200);

        assertThat(out.toString().lines()).containsExactly("reading: 100 of 200 (50 %)");
    }

    private Terminal terminal(boolean interactive) {
        return new Terminal(new PrintWriter(out, true), new PrintWriter(out, true), interactive, 100);
    }
}
