// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.alert;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.stillwatch.auditor.adjudicate.Finding;
import dev.stillwatch.auditor.adjudicate.Finding.PassportFault;
import dev.stillwatch.auditor.adjudicate.Finding.Stage;
import dev.stillwatch.auditor.adjudicate.Score;
import dev.stillwatch.auditor.profile.AccountFacts;
import dev.stillwatch.auditor.signal.Evidence;
import dev.stillwatch.auditor.signal.SignalId;
import dev.stillwatch.policies.exchange.FieldSet;
import dev.stillwatch.policies.standing.Standing;
import dev.stillwatch.policies.standing.Tier;
import java.io.IOException;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What an analyst reads first: it must say no more than is known. */
class SentencesTest {
    private static final AccountFacts FACTS = new AccountFacts("acct-1", "", "pro", 0, 1, 1);
    private static final Finding.Head HEAD =
            new Finding.Head("uid-1", "acct-1", Stage.NEW, 1_790_000_060_000L, 1, 1_790_000_060_000L, "usual@3");

    private final OcsfWriter writer = new OcsfWriter(Techniques.packaged(), "0.1.0");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SUSPEND  | Outputs are being harvested: suspension recommended | 5",
                "RESTRICT | Outputs are probably being harvested: restrict      | 4",
                "THROTTLE | Outputs may be being harvested: throttle            | 3",
                "WATCH    | Harvesting no longer held: watch                    | 1",
                "CLEAR    | Harvesting no longer held: clear                    | 1"
            })
    void titleAndSeverityGrowWithTheTier(Tier tier, String title, int severity) throws IOException {
        Finding finding = OcsfWriterTest.harvesting(Stage.NEW, tier);

        assertThat(Sentences.title(finding)).isEqualTo(title);
        assertThat(written(finding).path("severity_id").asInt()).isEqualTo(severity);
    }

    @Test
    void onlyASuspensionWaitsForAPerson() {
        String person = "A person must approve the suspension.";
        assertThat(Sentences.describe(OcsfWriterTest.harvesting(Stage.NEW, Tier.SUSPEND)))
                .contains(person);
        assertThat(Sentences.describe(OcsfWriterTest.harvesting(Stage.NEW, Tier.RESTRICT)))
                .doesNotContain(person);
    }

    @Test
    void onlyAPlanThatLimitsNothingIsCalledAShadow() {
        assertThat(Sentences.describe(harvesting(Standing.Mode.SHADOW))).endsWith("Shadow: nothing is limited.");
        assertThat(Sentences.describe(harvesting(Standing.Mode.ENFORCE))).doesNotContain("Shadow");
    }

    @Test
    void aSingleFamilyIsOne() {
        assertThat(Sentences.describe(harvesting(Standing.Mode.ENFORCE))).contains("restrict on 1 family (content)");
    }

    @ParameterizedTest
    @CsvSource({"NEW, Create, New", "UPDATED, Update, In Progress", "SUPERSEDED, Close, Resolved"})
    void theStageIsActivityAndStatus(Stage stage, String activity, String status) throws IOException {
        JsonNode finding = written(OcsfWriterTest.harvesting(stage, Tier.RESTRICT));

        assertThat(finding.path("activity_name").asText()).isEqualTo(activity);
        assertThat(finding.path("status").asText()).isEqualTo(status);
    }

    @Test
    void whatIsSupersededSaysWhereTheAccountStandsNow() {
        assertThat(Sentences.describe(OcsfWriterTest.harvesting(Stage.SUPERSEDED, Tier.CLEAR)))
                .isEqualTo("Account acct-1 is now at clear, no longer at throttle: later records or a person's act "
                        + "changed what is held.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "UNREGISTERED | 0   | which is not registered (7 exchanges). The claim exempts nothing.",
                "EXPIRED      | 500 | which does not cover that time (7 exchanges, 500 a day are allowed). The claim exempts nothing.",
                "OVERRUN      | 500 | which allows 500. The 7 beyond are judged like any others."
            })
    void misuseSaysWhatIsAllowedOnlyWhereItIsKnown(PassportFault fault, long allowed, String end) {
        assertThat(Sentences.describe(misuse(fault, allowed))).endsWith(end);
    }

    @Test
    void oneExchangeIsOne() {
        assertThat(Sentences.describe(
                        new Finding.PassportMisuse(HEAD, FACTS, "pp-1", PassportFault.UNREGISTERED, 1, 0, 0)))
                .contains("(1 exchange)");
        assertThat(Sentences.describe(
                        new Finding.PassportMisuse(HEAD, FACTS, "pp-1", PassportFault.OVERRUN, 1, 501, 500)))
                .isEqualTo("Account acct-1 made 501 exchanges in a day under passport pp-1, which allows 500. "
                        + "The one beyond is judged like any other.");
    }

    @Test
    void aTierThatOutlastsItsEvidenceSaysSo() {
        assertThat(Sentences.describe(harvesting(Standing.Mode.ENFORCE, Score.none(OcsfWriterTest.LADDER))))
                .isEqualTo("Account acct-1: restrict on 0 families, 0.0 nats. "
                        + "Nothing speaks for it now: it is held from an earlier day.");
    }

    @Test
    void aPersonsVerdictIsAReason() {
        assertThat(Sentences.describe(
                        harvesting(Standing.Mode.ENFORCE, Score.of(List.of(), OcsfWriterTest.LADDER, 6_000))))
                .isEqualTo("Account acct-1: restrict on 1 family (ground-truth), 6.0 nats. "
                        + "A person found that it distils.");
    }

    @ParameterizedTest
    @EnumSource(PassportFault.class)
    void onlyAnOverrunIsMoreThanLow(PassportFault fault) throws IOException {
        assertThat(written(misuse(fault, 500)).path("severity").asText())
                .isEqualTo(fault == PassportFault.OVERRUN ? "Medium" : "Low");
    }

    @Test
    void anAccountWithoutAnOrganisationNamesNone() throws IOException {
        JsonNode user = written(misuse(PassportFault.EXPIRED, 500))
                .path("evidences")
                .path(0)
                .path("user");
        assertThat(user.path("uid").asText()).isEqualTo("acct-1");
        assertThat(user.has("org")).isFalse();
    }

    @Test
    void aSourcesFindingHasItsFigures() throws IOException {
        JsonNode detail = written(new Finding.SourceHealth(
                        HEAD, "llm.usage", 1_000, 400, OptionalDouble.of(0.01), "malformed-json"))
                .path("unmapped");
        assertThat(detail.path("records").asLong()).isEqualTo(1_000);
        assertThat(detail.path("rejected").asLong()).isEqualTo(400);
        assertThat(detail.path("usual_share").asDouble()).isEqualTo(0.01);
        assertThat(detail.path("sentence").asText())
                .contains("400 of 1000 records rejected", "mostly malformed-json", "before it was 1.0 %");
    }

    @Test
    void ofASourceThatWasNotThereBeforeNoFigureIsInvented() throws IOException {
        JsonNode detail = written(new Finding.SourceHealth(
                        HEAD, "llm.usage", 1_000, 400, OptionalDouble.empty(), "malformed-json"))
                .path("unmapped");
        assertThat(detail.has("usual_share")).isFalse();
        assertThat(detail.path("sentence").asText()).contains("mostly malformed-json; nothing came from it before.");
    }

    @Test
    void aPolicyWithoutAVersionIsAName() throws IOException {
        Finding.Head head = new Finding.Head("uid-1", "llm.usage", Stage.NEW, 1_790_000_060_000L, 1, 1, "usual");
        JsonNode policy = written(
                        new Finding.SourceHealth(head, "llm.usage", 1, 1, OptionalDouble.empty(), "malformed-json"))
                .path("policy");
        assertThat(policy.path("name").asText()).isEqualTo("usual");
        assertThat(policy.has("version")).isFalse();
    }

    @Test
    void whatIsNoNumberIsWrittenAsZero() {
        assertThat(List.of(Json.number(Double.NaN), Json.number(Double.POSITIVE_INFINITY)))
                .allSatisfy(number -> assertThat(number.asText()).isEqualTo("0"));
    }

    private JsonNode written(Finding finding) throws IOException {
        return JsonMapper.builder().build().readTree(writer.write(finding));
    }

    /** Of one family of evidence. */
    private static Finding harvesting(Standing.Mode mode) {
        Evidence evidence = new Evidence(SignalId.D1, 4_500, 0.42, 0.05, "42 % ask for the trace.", FieldSet.NONE);
        return harvesting(mode, Score.of(List.of(evidence), OcsfWriterTest.LADDER, 0));
    }

    private static Finding harvesting(Standing.Mode mode, Score score) {
        Finding.Harvesting usual = OcsfWriterTest.harvesting(Stage.NEW, Tier.RESTRICT);
        return new Finding.Harvesting(
                usual.head(),
                usual.facts(),
                usual.tier(),
                usual.previous(),
                mode,
                score,
                usual.outlook(),
                usual.exemplars(),
                usual.plan(),
                usual.limited(),
                usual.standingVersion());
    }

    private static Finding misuse(PassportFault fault, long allowed) {
        return new Finding.PassportMisuse(HEAD, FACTS, "pp-1", fault, 7, 0, allowed);
    }
}
