// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.alert;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.stillwatch.auditor.adjudicate.Finding.Stage;
import dev.stillwatch.auditor.adjudicate.RingFacts;
import dev.stillwatch.auditor.ring.Artefact;
import dev.stillwatch.auditor.ring.Coincidence;
import dev.stillwatch.auditor.ring.Tie;
import dev.stillwatch.policies.ring.ArtefactKind;
import dev.stillwatch.policies.standing.Tier;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RingTellingTest {
    private final OcsfWriter writer = new OcsfWriter(Techniques.packaged(), "0.1.0");

    @Test
    void aRingHarvestingFindingIsTheseBytes() throws IOException {
        try (InputStream golden = RingTellingTest.class.getResourceAsStream("ring-harvesting.json")) {
            String expected = new String(Objects.requireNonNull(golden).readAllBytes(), StandardCharsets.UTF_8);
            RingFacts ring =
                    Rings.facts(3, 1, List.of(Rings.BY_NETWORKS, Rings.BY_CARDS), List.of("ring-00000000000000b2"));
            assertThat(new String(
                            writer.write(Rings.harvesting(Stage.NEW, Tier.RESTRICT, ring)), StandardCharsets.UTF_8))
                    .isEqualTo(expected.strip());
        }
    }

    @ParameterizedTest
    @CsvSource({"SUSPEND, 5", "RESTRICT, 4", "THROTTLE, 3", "WATCH, 1", "CLEAR, 1"})
    void severityGrowsWithTheTierAndConfidenceWithTheFamilies(Tier tier, int severity) throws IOException {
        JsonNode finding = written(tier, Rings.facts());

        assertThat(finding.path("severity_id").asInt()).isEqualTo(severity);
        assertThat(finding.path("confidence").asText()).isEqualTo("Medium");
        assertThat(finding.path("risk_score").asInt()).isEqualTo(65);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "19, 19", "20, 20", "21, 20", "50, 20", "51, 20", "4000, 20"})
    void evidencesAreCappedAndNoNameIsLostBelowTheCap(int core, int evidences) throws IOException {
        RingFacts ring = Rings.facts(core, core, List.of(Rings.BY_CARDS), List.of());
        JsonNode finding = written(Tier.RESTRICT, ring);

        assertThat(finding.path("evidences")).hasSize(evidences);
        assertThat(texts(finding.path("unmapped").path("ring").path("members"))).isEqualTo(ring.coreMembers());
        assertThat(texts(finding.path("unmapped").path("ring").path("weak_members")))
                .isEqualTo(ring.weakMembers());
        assertThat(finding.path("unmapped").path("ring").path("core").asLong()).isEqualTo(core);
        assertThat(ring.coreMembers()).hasSize(Math.min(core, RingFacts.MOST_NAMED));
        assertThat(finding.path("observables").findValuesAsText("value"))
                .containsExactlyElementsOf(Stream.concat(Stream.of(Rings.ID), ring.coreMembers().stream())
                        .toList());
    }

    @Test
    void aWeaklyAttachedAccountIsNoObservable() throws IOException {
        JsonNode finding = written(Tier.SUSPEND, Rings.facts());

        assertThat(finding.path("observables").toString() + finding.path("evidences"))
                .doesNotContain("weak-");
    }

    @Test
    void aRingWhoseMembersHaveLeftHasNoEvidences() throws IOException {
        JsonNode finding = written(Tier.CLEAR, Rings.facts(0, 0, List.of(), List.of()));

        assertThat(finding.has("evidences")).isFalse();
        assertThat(finding.path("observables").findValuesAsText("type")).containsExactly("Resource UID");
    }

    @Test
    void ofManyLinksTheMostSurprisingAreListed() throws IOException {
        List<Tie> ties = new ArrayList<>();
        for (int n = 0; n < 60; n++) {
            ties.add(new Tie(
                    new Artefact(ArtefactKind.SKELETON, n),
                    ArtefactKind.PAYMENT,
                    new Coincidence(1_000, 99, 500, 20 + n)));
        }
        JsonNode links = written(Tier.RESTRICT, Rings.facts(99, 0, ties, List.of()))
                .path("unmapped")
                .path("ring")
                .path("links");

        assertThat(links).hasSize(RingTelling.MOST_LISTED);
        assertThat(links.path(0).path("sharing").asLong()).isEqualTo(79);
        assertThat(links.path(49).path("sharing").asLong()).isEqualTo(30);
    }

    @Test
    void aHostileNameStaysOneString() throws IOException {
        String hostile = "a\u001b[2J\",\"x\":\"\n\u202e";
        RingFacts ring = new RingFacts(
                Rings.ID, 0, 1, 1, List.of(hostile), List.of(hostile), List.of(), Map.of(), List.of(), 0, 0);
        byte[] line = writer.write(Rings.harvesting(Stage.NEW, Tier.RESTRICT, ring));

        assertThat(new String(line, StandardCharsets.UTF_8)).doesNotContain("\n", "\u001b");
        assertThat(texts(JsonMapper.builder()
                        .build()
                        .readTree(line)
                        .path("unmapped")
                        .path("ring")
                        .path("members")))
                .containsExactly(hostile);
    }

    @Test
    void theFactsDoNotChangeWithTheListsTheyWereMadeOf() {
        List<String> members = new ArrayList<>(List.of("acct-1"));
        RingFacts ring = new RingFacts(Rings.ID, 0, 1, 0, members, List.of(), List.of(), Map.of(), List.of(), 0, 0);
        members.add("acct-2");

        assertThat(ring.coreMembers()).containsExactly("acct-1");
    }

    private JsonNode written(Tier tier, RingFacts ring) throws IOException {
        return JsonMapper.builder().build().readTree(writer.write(Rings.harvesting(Stage.NEW, tier, ring)));
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
