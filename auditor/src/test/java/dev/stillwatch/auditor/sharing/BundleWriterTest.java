// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.sharing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stillwatch.auditor.alert.Techniques;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BundleWriterTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void aBundleIsStix() throws Exception {
        StixSchemas schemas = StixSchemas.orSkip();

        assertThat(schemas.faults(
                        Told.bundle(Told.ring("ring-a", Told.FIRST), Told.ring("ring-b", Told.FIRST, Told.SECOND))))
                .isEmpty();
        RingReport bare = new RingReport(
                "ring-c", 0, 0, Told.ring("x").tier(), List.of(), List.of(), List.of(Told.FIRST), Told.GROUP);
        assertThat(schemas.faults(Told.bundle(bare))).isEmpty();
    }

    @Test
    void aFieldOfAnotherFormIsNot() throws Exception {
        StixSchemas schemas = StixSchemas.orSkip();

        assertThat(faults(schemas, o -> o.put("valid_until", "next month"))).isNotEmpty();
        assertThat(faults(schemas, o -> o.remove("pattern"))).isNotEmpty();
        assertThat(faults(schemas, o -> o.put("id", "indicator--1"))).isNotEmpty();
        assertThat(faults(schemas, o -> o.put("spec_version", "3"))).isNotEmpty();
        assertThat(faults(schemas, o -> told(o).remove("extension_type"))).isNotEmpty();
        assertThat(faults(schemas, o -> told(o).putArray("templates"))).isNotEmpty();
        assertThat(faults(schemas, o -> {})).isEmpty();
    }

    @Test
    void anIndicatorTellsTemplatesGroupSizeBehaviourAndHowLongItHolds() throws Exception {
        JsonNode root = JSON.readTree(Told.bundle(Told.ring("ring-a", Told.FIRST, Told.SECOND)));
        JsonNode indicator = object(root, "indicator");

        assertThat(indicator.path("pattern").asText())
                .isEqualTo("template IN ('0a00000000000001', 'ff00000000000002')");
        assertThat(indicator.path("valid_from").asText()).isEqualTo("2026-11-20T00:00:00.000Z");
        assertThat(indicator.path("valid_until").asText()).isEqualTo("2026-12-26T10:11:12.000Z");
        assertThat(indicator
                        .path("extensions")
                        .path(object(root, "extension-definition").path("id").asText()))
                .isEqualTo(JSON.readTree("""
                        {"extension_type":"property-extension","sharing_group":"%s",
                        "template_form":"stillwatch-template-1","templates":["0a00000000000001","ff00000000000002"],
                        "accounts_at_least":30,"families":["content","identity"],"signals":["D2","D8"],
                        "techniques":["AML.T0008.005","AML.T0012","AML.T0021","AML.T0024.002","AML.T0040"]}
                        """.formatted(Told.GROUP)));
        assertThat(object(root, "campaign").path("name").asText())
                .isEqualTo("30 or more accounts that harvest outputs together");
        JsonNode indicates = object(root, "relationship");
        assertThat(indicates.path("source_ref")).isEqualTo(indicator.path("id"));
        assertThat(indicates.path("target_ref"))
                .isEqualTo(object(root, "campaign").path("id"));
    }

    @Test
    void noNameOfTheDeploymentIsInIt() throws Exception {
        String bundle = new String(Told.bundle(Told.ring("ring-00c0ffee00c0ffee", Told.FIRST)), StandardCharsets.UTF_8);

        assertThat(bundle).doesNotContain("c0ffee", "17:18:19", "47").contains(Told.KEY, Told.GROUP, "TLP:AMBER");
    }

    @Test
    void theSameRingIsTheSameObjectAndALaterBundleAVersionOfIt() throws Exception {
        RingReport ring = Told.ring("ring-a", Told.FIRST);
        assertThat(Told.bundle(ring)).isEqualTo(Told.bundle(ring));

        JsonNode first = object(JSON.readTree(Told.bundle(ring)), "indicator");
        JsonNode grown = object(
                JSON.readTree(new BundleWriter(Told.GROUP, Told.KEY, Techniques.packaged())
                        .write(
                                List.of(Told.ring("ring-a", Told.FIRST, Told.SECOND)),
                                Told.NOW.plusSeconds(60),
                                Told.VALID)),
                "indicator");
        assertThat(grown.path("id")).isEqualTo(first.path("id"));
        assertThat(grown.path("created")).isEqualTo(first.path("created"));
        assertThat(grown.path("modified").asText())
                .isGreaterThan(first.path("modified").asText());

        assertThat(id(Told.GROUP, Told.KEY, "ring-b"))
                .isNotEqualTo(first.path("id").asText());
        assertThat(id(Told.GROUP, "another key", "ring-a"))
                .isNotEqualTo(first.path("id").asText());
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1",
        "1, 1",
        "2, 1",
        "3, 3",
        "9, 3",
        "10, 10",
        "29, 10",
        "30, 30",
        "99, 30",
        "24000, 10000",
        "9000000, 3000000"
    })
    void sizesAreRoundedDown(long accounts, long told) {
        assertThat(RingSize.atLeast(accounts)).isEqualTo(told);
    }

    @Test
    void aRingWithoutATemplateOfTheGroupIsRefused() {
        assertThatThrownBy(() -> Told.bundle()).isInstanceOf(SharingException.class);
        assertThatThrownBy(() -> Told.bundle(Told.ring("ring-a"))).hasMessageContaining("ring-a has no template");
        assertThatThrownBy(() -> Told.bundle(Told.ring("ring-a", Told.ring("x").tier(), "ab".repeat(16), Told.FIRST)))
                .hasMessageContaining("ring-a has no template");
    }

    @Test
    void whatIsTooMuchForABundleIsRefusedWithTheRemedy() {
        RingReport[] many = IntStream.range(0, 1_000)
                .mapToObj(i -> Told.ring("ring-" + i, Told.FIRST))
                .toArray(RingReport[]::new);

        assertThatThrownBy(() -> Told.bundle(many)).hasMessageContaining("name fewer rings");
    }

    @Test
    void nothingIsMadeAfterItIsToldAndOfManyTemplatesSomeAreTold() throws Exception {
        List<String> templates =
                IntStream.range(1, 100).mapToObj("%016x"::formatted).toList();
        RingReport future = new RingReport(
                "ring-a",
                Told.NOW.plus(Duration.ofDays(90)).toEpochMilli(),
                5,
                Told.ring("x").tier(),
                List.of(),
                List.of("D2", "D999"),
                templates,
                Told.GROUP);
        JsonNode indicator = object(JSON.readTree(Told.bundle(future)), "indicator");

        assertThat(Instant.parse(indicator.path("created").asText()))
                .isBeforeOrEqualTo(Instant.parse(indicator.path("modified").asText()));
        assertThat(told((ObjectNode) indicator).path("templates")).hasSize(Bundle.MOST_TEMPLATES);
        assertThat(BundleReader.read(Told.bundle(future)).indicators()).hasSize(1);
    }

    private static String id(String group, String key, String ring) throws Exception {
        byte[] bundle = new BundleWriter(group, key, Techniques.packaged())
                .write(List.of(Told.ring(ring, Told.FIRST)), Told.NOW, Told.VALID);
        return object(JSON.readTree(bundle), "indicator").path("id").asText();
    }

    private static List<String> faults(StixSchemas schemas, Consumer<ObjectNode> change)
            throws IOException, SharingException {
        JsonNode root = JSON.readTree(Told.bundle(Told.ring("ring-a", Told.FIRST)));
        change.accept((ObjectNode) object(root, "indicator"));
        return new ArrayList<>(schemas.faults(JSON.writeValueAsBytes(root)));
    }

    private static ObjectNode told(ObjectNode indicator) {
        return (ObjectNode) indicator.path("extensions").path(StixExtension.ID);
    }

    private static JsonNode object(JsonNode root, String type) {
        return StreamSupport.stream(root.path("objects").spliterator(), false)
                .filter(object -> object.path("type").asText().equals(type))
                .findFirst()
                .orElseThrow();
    }
}
