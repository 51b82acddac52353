// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.alert;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Lines are left out where there is nothing to say, and the order of what happened is that of its time. */
class ExplanationLinesTest {
    @Test
    void aFindingWithoutAScoreHasNoEvidenceAndNoOutlook() throws IOException {
        assertThat(explained("{'kind':'source-health','subject':'a'}").lines())
                .containsExactly("a", "", "What was held, when", "  1970-01-01T00:00:00.005Z  told at 5");
    }

    @Test
    void theHighestTierHasNoNextOne() throws IOException {
        assertThat(explained("{'subject':'a','tier':'suspend','outlook':{'next_tier':'suspend',"
                                + "'quiet_days_to_fall':7,'quiet_below_nats':8.0}}")
                        .lines())
                .noneMatch(line -> line.contains("Up to"))
                .anyMatch(line -> line.contains("after 7 whole days below 8.0 nats"));
    }

    @Test
    void theLowestTierHasNothingToFallTo() throws IOException {
        assertThat(explained("{'subject':'a','tier':'clear','outlook':{'next_tier':'watch','nats_short':1.5,"
                                + "'families_short':1,'quiet_days_to_fall':0}}")
                        .lines())
                .noneMatch(line -> line.contains("Down one rung"))
                .anyMatch(line -> line.contains("Up to watch: 1.5 nats and 1 more families"));
    }

    @Test
    void othersFindingsAreLeftOut() throws IOException {
        Explanation explanation =
                Explanation.of("a", List.of(finding("1", 5, "{'subject':'b'}"), finding("2", 6, "{'subject':'a'}")));
        assertThat(explanation.moments()).extracting(Explanation.Moment::uid).containsExactly("2");
    }

    @Test
    void whatWasHeldIsInOrderOfTime() throws IOException {
        Explanation explanation = Explanation.of(
                "a",
                List.of(
                        finding("c", 7, "{'subject':'a'}"),
                        finding("b", 5, "{'subject':'a'}"),
                        finding("a", 5, "{'subject':'a'}")));
        assertThat(explanation.moments()).extracting(Explanation.Moment::uid).containsExactly("a", "b", "c");
    }

    private static Explanation explained(String detail) throws IOException {
        return Explanation.of("a", List.of(finding("1", 5, detail)));
    }

    private static JsonNode finding(String uid, long time, String detail) throws IOException {
        return JsonMapper.builder()
                .build()
                .readTree(("{'finding_info':{'uid':'" + uid + "'},'time':" + time + ",'message':'told at " + time
                                + "','unmapped':" + detail + "}")
                        .replace('\'', '"'));
    }
}
