// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.policies.standing.Tier;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class AlertLineTest {
    static final String FINDING = """
            {"time":1767571200000,"message":"Asks for reasoning 812 times against 3.","finding_info":{"uid":"f-1"},\
            "unmapped":{"kind":"harvesting","subject":"acct-1","tier":"throttle","mode":"shadow","standing_version":4,\
            "score":{"nats":4.25,"acting":["content","timing"],"signals":[{"id":"D1","title":"Reasoning-trace elicitation",\
            "family":"content","nats":3.1,"value":812,"baseline":3,"sentence":"812 of 900 prompts ask for reasoning"}]},\
            "blind":[{"id":"D12","title":"Logit probing","missing":["logprobs"]}],\
            "outlook":{"next_tier":"restrict","nats_short":1.75,"families_short":0,"quiet_days_to_fall":3,\
            "quiet_below_nats":2.1},"exchanges":{"content":["req-1","req-2"]},\
            "limited":{"exchanges":900,"limited":800,"exchanges_before_action":100}}}""";

    private final StringWriter out = new StringWriter();

    @Test
    void aLineSaysWhenWhoTierFamiliesAndWhy() {
        AlertView alert = AlertView.parse(FINDING).orElseThrow();

        assertThat(alert.tier()).contains(Tier.THROTTLE);
        assertThat(new AlertLine(terminal(false)).of(alert))
                .isEqualTo("2026-01-05 00:00  throttle  acct-1  [content, timing]" + System.lineSeparator()
                        + "    Asks for reasoning 812 times against 3.");
    }

    @Test
    void colourIsForTerminalsOnly() {
        AlertView alert = AlertView.parse(FINDING).orElseThrow();

        assertThat(new AlertLine(terminal(true)).of(alert)).contains("\u001b[33m");
        assertThat(new AlertLine(terminal(false)).of(alert)).doesNotContain("\u001b");
    }

    @Test
    void aHostileAccountIdCannotDriveTheTerminal() {
        String hostile = FINDING.replace("acct-1", "acct\\u001b[2J\\u202e");

        assertThat(new AlertLine(terminal(true)).of(AlertView.parse(hostile).orElseThrow()))
                .contains("acct?[2J?")
                .doesNotContain("\u001b[2J");
    }

    @Test
    void whatIsNoFindingIsNotShown() {
        assertThat(AlertView.parse("{}")).isEmpty();
        assertThat(AlertView.parse("not json")).isEmpty();
        assertThat(AlertView.parse("")).isEmpty();
    }

    @Test
    void theExplanationNamesSignalsBlindOnesAndWhatWouldChangeTheTier() {
        new Explanation(terminal(false)).print(List.of(AlertView.parse(FINDING).orElseThrow()));

        assertThat(out.toString())
                .contains("+3.10  D1   Reasoning-trace elicitation (content): 812 against 3")
                .contains("blind  D12  Logit probing: the log lacks logprobs")
                .contains("up to restrict: 1.75 nats")
                .contains("content: req-1, req-2")
                .contains("800 of 900 exchanges; 100 were answered in full")
                .contains("would have limited");
    }

    private Terminal terminal(boolean interactive) {
        return new Terminal(new PrintWriter(out, true), new PrintWriter(out, true), interactive, 100);
    }
}
