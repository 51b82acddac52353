// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stillwatch.auditor.intake.Decoding.Reason;
import dev.stillwatch.auditor.intake.Decoding.Rejected;
import dev.stillwatch.policies.exchange.Field;
import dev.stillwatch.policies.policy.SourceMapping;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The two halves of a Vertex AI call, each read alone. */
class VertexJoinTest {
    static final SourceMap JOINED = joined(SourceMapping.Join.DEFAULT);

    @Test
    void aRowAndItsAuditEntryCarryOneCorrelation() {
        UsageRecord row = Intake.one(Intake.fixture("vertex/full.json"), JOINED);
        UsageRecord entry = Intake.one(Intake.fixture("vertex/audit.json"), JOINED);

        assertThat(row.correlation()).isEqualTo(entry.correlation()).contains("12345678901234567890");
        assertThat(row.part()).isLessThan(entry.part());
        assertThat(row.account()).isEmpty();
        assertThat(entry.account()).contains("acct-1");
        assertThat(entry.caller().ip()).isEqualTo("203.0.113.7");
        assertThat(entry.caller().userAgent()).isEqualTo("sdk/1.0");
        assertThat(entry.request().model()).isEqualTo("publishers/google/models/m-large-2");
        assertThat(entry.has(Field.PROMPT_TEXT)).isFalse();
    }

    @Test
    void thePolicySaysWhereTheIdStands() {
        ObjectNode row = Intake.tree("vertex/full.json").put("trace", "t-1");
        ObjectNode entry = Intake.tree("vertex/audit.json");
        entry.putObject("labels").put("request", "t-1");
        SourceMap sources = joined(new SourceMapping.Join("/trace", "/labels/request"));

        assertThat(Intake.one(Intake.bytes(row.toString()), sources).correlation())
                .isEqualTo(Intake.one(Intake.bytes(entry.toString()), sources).correlation())
                .contains("t-1");
    }

    @Test
    void anEntryWithoutTheIdIsNeverCountedBesideItsRow() {
        ObjectNode entry = Intake.tree("vertex/audit.json");
        entry.remove("operation");
        Rejected rejected = (Rejected) Intake.decode(Intake.bytes(entry.toString()), JOINED);

        assertThat(rejected.reason()).isEqualTo(Reason.UNMATCHED_FRAGMENT);
        assertThat(rejected.field()).isEqualTo("/operation/id");
        assertThat(rejected.remedy()).contains("join");
    }

    @Test
    void withoutAJoinAnEntrySaysHowToAskForIt() {
        Rejected rejected = Intake.rejected(Intake.fixture("vertex/audit.json"));

        assertThat(rejected.reason()).isEqualTo(Reason.NOT_USAGE);
        assertThat(rejected.remedy()).contains("{format: vertex, join: {}}");
    }

    @ParameterizedTest
    @CsvSource({
        "storage.googleapis.com,storage.objects.get",
        "aiplatform.googleapis.com,google.cloud.aiplatform.v1.PredictionService.CountTokens",
        "aiplatform.googleapis.com,google.cloud.aiplatform.v1.JobService.CreateBatchPredictionJob",
        "aiplatform.googleapis.com,google.cloud.aiplatform.v1.EndpointService.DeployModel"
    })
    void entriesAboutSomethingElseAreNoUsage(String service, String method) {
        ObjectNode entry = Intake.tree("vertex/audit.json");
        ((ObjectNode) entry.path("protoPayload")).put("serviceName", service).put("methodName", method);

        assertThat(((Rejected) Intake.decode(Intake.bytes(entry.toString()), JOINED)).reason())
                .isEqualTo(Reason.NOT_USAGE);
    }

    private static SourceMap joined(SourceMapping.Join join) {
        return SourceMap.of(List.of(new SourceMapping("vertex", "", Optional.of(join), List.of(), Map.of())));
    }
}
