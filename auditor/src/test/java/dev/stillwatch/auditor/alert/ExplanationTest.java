// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.alert;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.stillwatch.auditor.adjudicate.Finding;
import dev.stillwatch.policies.standing.Tier;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExplanationTest {
    @Test
    void saysFromTheAlertAloneWhatWasHeldOnWhatAndWhatWouldChangeIt() throws IOException {
        JsonNode alert = JsonMapper.builder()
                .build()
                .readTree(new OcsfWriter(Techniques.packaged(), "0.1.0")
                        .write(OcsfWriterTest.harvesting(Finding.Stage.NEW, Tier.RESTRICT)));
        String uid = alert.path("finding_info").path("uid").asText();

        Explanation byAlert = Explanation.of(uid, List.of(alert));
        assertThat(byAlert).isEqualTo(Explanation.of("acct-1", List.of(alert)));
        assertThat(byAlert.lines())
                .anySatisfy(line -> assertThat(line).contains("restrict on 2 families"))
                .anySatisfy(line -> assertThat(line).contains("D1", "42 % ask for the trace", "ordinary 0.05"))
                .anySatisfy(line -> assertThat(line).contains("Up to suspend: 2.5 nats and 1 more families"))
                .anySatisfy(line -> assertThat(line).contains("after 2 whole days below 4.2 nats"))
                .anySatisfy(line -> assertThat(line).contains("Blind: D13", "trace_signature"));
        assertThat(byAlert.json().path("timeline")).hasSize(1);
    }

    @Test
    void anUnknownAccountHasNothingHeldAgainstIt() {
        assertThat(Explanation.of("acct-9", List.of()).lines())
                .containsExactly("acct-9: nothing was ever held against it.");
    }
}
