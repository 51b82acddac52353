// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.processor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.auditor.intake.ExchangeAssembler;
import dev.stillwatch.auditor.intake.FormatRegistry;
import dev.stillwatch.auditor.intake.SourceMap;
import dev.stillwatch.policies.exchange.Exchange;
import dev.stillwatch.policies.reject.Reject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What cannot be written so that it comes back is never written. */
class UsageStepTest {
    private final UsageStep step = new UsageStep(
            FormatRegistry.standard(),
            FormatRegistry.AUTO,
            new ExchangeAssembler(
                    AuditorDriver.KEY,
                    List.of((text, reading) ->
                            reading.sizes(text.prompt().length() == "spoil".length() ? -1 : 1, 1, 0))));

    @Test
    void aMemberThatNoReaderWouldTakeIsRejectedWithItsCoordinatesAndTheRestStands() {
        UsageStep.Outcome outcome =
                read("[" + record("1", "fine") + "," + record("2", "spoil") + "," + record("3", "fine") + "]");
        assertThat(outcome.whole()).extracting(Exchange::id).containsExactly("1", "3");
        assertThat(outcome.rejects()).hasSize(1);
        Reject reject = outcome.rejects().get(0);
        assertThat(reject.reason()).isEqualTo(UsageStep.FAILED);
        assertThat(reject.partition()).isEqualTo(3);
        assertThat(reject.offset()).isEqualTo(7);
        assertThat(reject.remedy()).contains("coordinates").doesNotContain("spoil");
    }

    private UsageStep.Outcome read(String json) {
        return step.read(
                json.getBytes(StandardCharsets.UTF_8),
                new UsageStep.Place("llm.usage", 3, 7),
                SourceMap.EMPTY,
                Long.MAX_VALUE);
    }

    private static String record(String id, String prompt) {
        return "{\"time\":\"2026-11-01T00:00:00Z\",\"id\":\"" + id + "\",\"account\":{\"id\":\"a\"},"
                + "\"request\":{\"messages\":[{\"role\":\"user\",\"content\":\"" + prompt + "\"}]}}";
    }
}
