// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.auditor.intake.Decoding.Reason;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of records in parts that no part names the caller of. */
class NamelessPartsTest {
    @ParameterizedTest
    @CsvSource({"azure-apim,0", "otel,0", "vertex,1"})
    void shouldAskForACallerWhenThePartThatCouldNameItCame(String format, int part) {
        Decoding.Rejected rejected = NamelessParts.problem(format, Set.of(part, 2));

        assertThat(rejected.reason()).isEqualTo(Reason.NO_ACCOUNT);
        assertThat(rejected.remedy()).contains("{format: " + format + ", account_path: ");
    }

    @ParameterizedTest
    @CsvSource({"azure-apim,1", "otel,1", "vertex,0"})
    void shouldAskForThePartThatDidNotCome(String format, int part) {
        assertThat(NamelessParts.problem(format, Set.of(part)).reason()).isEqualTo(Reason.UNMATCHED_FRAGMENT);
    }

    @Test
    void shouldAskForPartsOfAFormatThatHasNone() {
        assertThat(NamelessParts.problem("native", Set.of(0)).reason()).isEqualTo(Reason.UNMATCHED_FRAGMENT);
    }
}
