// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.alert;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stillwatch.auditor.adjudicate.Finding;
import dev.stillwatch.auditor.adjudicate.Score;
import dev.stillwatch.auditor.signal.Evidence;
import dev.stillwatch.auditor.signal.SignalId;
import dev.stillwatch.policies.exchange.Field;
import dev.stillwatch.policies.exchange.FieldSet;
import dev.stillwatch.policies.standing.Family;
import dev.stillwatch.policies.standing.Tier;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnmappedTest {
    private static final Score USUAL =
            OcsfWriterTest.harvesting(Finding.Stage.NEW, Tier.RESTRICT).score();

    @Test
    void aSignalIsToldWhenItWeighsOrSaysSomething() {
        JsonNode signals = Unmapped.score(score(
                        new Evidence(SignalId.D1, 100, 1, 1, "", FieldSet.NONE),
                        new Evidence(SignalId.D3, 0, 1, 1, "Says why it does not weigh.", FieldSet.NONE),
                        new Evidence(SignalId.D4, 0, 1, 1, "", FieldSet.NONE)))
                .path("signals");

        assertThat(signals.findValuesAsText("id")).containsExactly("D1", "D3");
    }

    @Test
    void aBlindSignalIsToldAmongTheBlindOnes() {
        Score score = score(Evidence.blind(SignalId.D13, FieldSet.of(Field.TRACE_SIGNATURE)));

        assertThat(Unmapped.score(score).path("signals")).isEmpty();
        assertThat(Unmapped.blind(score).findValuesAsText("id")).containsExactly("D13");
    }

    @Test
    void everyFamilyHasItsSum() {
        JsonNode families = Unmapped.score(USUAL).path("families");

        assertThat(families).hasSize(Family.values().length);
        for (Family family : Family.values()) {
            assertThat(families.path(family.label()).decimalValue().movePointRight(3))
                    .isEqualByComparingTo(BigDecimal.valueOf(USUAL.milli(family)));
        }
    }

    private static Score score(Evidence... evidence) {
        return Score.of(List.of(evidence), OcsfWriterTest.LADDER, 0);
    }
}
