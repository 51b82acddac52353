// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.alert;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.stillwatch.auditor.adjudicate.AdjudicationLadder.Outlook;
import dev.stillwatch.auditor.adjudicate.AlertId;
import dev.stillwatch.auditor.adjudicate.Finding;
import dev.stillwatch.auditor.adjudicate.Score;
import dev.stillwatch.auditor.profile.AccountFacts;
import dev.stillwatch.auditor.profile.Exemplars;
import dev.stillwatch.auditor.signal.Evidence;
import dev.stillwatch.auditor.signal.SignalId;
import dev.stillwatch.policies.exchange.Field;
import dev.stillwatch.policies.exchange.FieldSet;
import dev.stillwatch.policies.policy.Policy;
import dev.stillwatch.policies.standing.Family;
import dev.stillwatch.policies.standing.LimitPlan;
import dev.stillwatch.policies.standing.Standing;
import dev.stillwatch.policies.standing.Tier;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OcsfWriterTest {
    static final Policy.Ladder LADDER = new Policy.Ladder(
            1_000,
            3_000,
            6_000,
            9_000,
            1_000,
            Map.of(Family.CONTENT, 5_000L),
            2,
            0.7,
            new Policy.PlanSizing(0.5, 0.1, 5, 512, 1, 1, 1));

    private static final String SCHEMA = "schemas/ocsf/derived/ocsf-1.8.0-2004-detection_finding.schema.json";
    private static final long TIME = 1_790_000_060_000L;
    private static final AccountFacts FACTS = new AccountFacts("acct-1", "org-1", "pro", 0, TIME - 5_000, TIME - 10);

    private final OcsfWriter writer = new OcsfWriter(Techniques.packaged(), "0.1.0");

    static List<Finding> findings() {
        return List.of(
                harvesting(Finding.Stage.NEW, Tier.RESTRICT),
                harvesting(Finding.Stage.UPDATED, Tier.SUSPEND),
                harvesting(Finding.Stage.SUPERSEDED, Tier.CLEAR),
                Rings.harvesting(Finding.Stage.NEW, Tier.RESTRICT, Rings.facts()),
                Rings.harvesting(Finding.Stage.SUPERSEDED, Tier.CLEAR, Rings.facts(0, 0, List.of(), List.of())),
                Rings.harvesting(
                        Finding.Stage.UPDATED,
                        Tier.SUSPEND,
                        Rings.facts(4_000, 3_000, List.of(Rings.BY_CARDS), List.of())),
                new Finding.PassportMisuse(
                        head("passport-misuse", Finding.Stage.NEW),
                        FACTS,
                        "pp-1",
                        Finding.PassportFault.OVERRUN,
                        1,
                        501,
                        500),
                new Finding.SourceHealth(
                        head("source-health", Finding.Stage.NEW),
                        "llm.usage",
                        1_000,
                        400,
                        OptionalDouble.of(0.01),
                        "malformed-json"));
    }

    @ParameterizedTest
    @MethodSource("findings")
    void validatesAgainstOcsf(Finding finding) throws IOException {
        Path schema = shared().resolve(SCHEMA);
        Assumptions.assumeTrue(Files.exists(schema), "the shared OCSF schema is not here: " + schema);
        var errors = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                .getSchema(Files.readString(schema))
                .validate(new String(writer.write(finding), StandardCharsets.UTF_8), InputFormat.JSON);
        assertThat(errors).isEmpty();
    }

    @Test
    void aHarvestingFindingIsTheseBytes() throws IOException {
        try (InputStream golden = OcsfWriterTest.class.getResourceAsStream("harvesting.json")) {
            String expected = new String(Objects.requireNonNull(golden).readAllBytes(), StandardCharsets.UTF_8);
            assertThat(new String(writer.write(harvesting(Finding.Stage.NEW, Tier.RESTRICT)), StandardCharsets.UTF_8))
                    .isEqualTo(expected.strip());
        }
    }

    @Test
    void everySignalHasTechniques() {
        for (SignalId signal : SignalId.values()) {
            assertThat(Techniques.packaged().of(List.of(signal)))
                    .extracting(Techniques.Technique::id)
                    .contains("AML.T0024.002", "LLM10:2025");
        }
    }

    static Finding.Harvesting harvesting(Finding.Stage stage, Tier tier) {
        Score score = Score.of(
                List.of(
                        new Evidence(SignalId.D1, 4_500, 0.42, 0.05, "42 % ask for the trace.", FieldSet.NONE),
                        new Evidence(SignalId.D12, 2_000, 1e7, 1e-9, "Many biased tokens.", FieldSet.NONE),
                        Evidence.blind(SignalId.D13, FieldSet.of(Field.TRACE_SIGNATURE))),
                LADDER,
                0);
        return new Finding.Harvesting(
                head("harvesting", stage),
                FACTS,
                tier,
                Tier.THROTTLE,
                Standing.Mode.SHADOW,
                score,
                new Outlook(Tier.SUSPEND, 2_500, 1, 2, 4_200),
                Exemplars.of(Family.CONTENT, "req-7", 3),
                new LimitPlan(12, 900, 512, 1, true, true),
                new Finding.Limited(300, 40, TIME - 9_000, 250),
                4);
    }

    private static Finding.Head head(String kind, Finding.Stage stage) {
        return new Finding.Head(AlertId.of(kind, "acct-1", TIME, "usual@3"), "acct-1", stage, TIME, 1, TIME, "usual@3");
    }

    private static Path shared() {
        String set = System.getProperty("stillwatch.shared", "");
        String root = System.getProperty("stillwatch.root", ".");
        return set.isBlank() || set.startsWith("$") ? Path.of(root, "..", "shared") : Path.of(set);
    }
}
