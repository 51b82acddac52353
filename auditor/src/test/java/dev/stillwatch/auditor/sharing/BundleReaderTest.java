// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.sharing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BundleReaderTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void whatOnePartyTellsAnotherHears() throws Exception {
        Bundle bundle = BundleReader.read(
                Told.bundle(Told.ring("ring-a", Told.FIRST), Told.ring("ring-b", Told.FIRST, Told.SECOND)));

        assertThat(bundle.group()).isEqualTo(Told.GROUP);
        assertThat(bundle.passedOver()).isZero();
        assertThat(bundle.indicators())
                .extracting(SharedIndicator::templates)
                .containsExactly(
                        List.of(0x0a00_0000_0000_0001L), List.of(0x0a00_0000_0000_0001L, 0xff00_0000_0000_0002L));
        assertThat(bundle.indicators()).allSatisfy(indicator -> {
            assertThat(indicator.accounts()).isEqualTo(30);
            assertThat(indicator.until()).isEqualTo(Told.NOW.plus(Told.VALID).toEpochMilli());
        });
    }

    @Test
    void anIndicatorHoldsFromItsBeginningToItsEnd() throws Exception {
        Bundle bundle = BundleReader.read(Told.bundle(Told.ring("ring-a", Told.FIRST)));
        long from = Instant.parse("2026-11-20T00:00:00Z").toEpochMilli();
        long until = Told.NOW.plus(Told.VALID).toEpochMilli();

        assertThat(bundle.live(from)).hasSize(1);
        assertThat(bundle.live(until - 1)).hasSize(1);
        assertThat(bundle.live(from - 1)).isEmpty();
        assertThat(bundle.live(until)).isEmpty();
    }

    @Test
    void whatWasChangedInDaysToComeDoesNotHoldYet() throws Exception {
        JsonNode root = JSON.readTree(Told.bundle(Told.ring("ring-a", Told.FIRST)));
        ((ObjectNode) indicators(root).get(0))
                .put("modified", "9999-01-01T00:00:00Z")
                .put("valid_until", "9999-12-31T00:00:00Z");

        Bundle bundle = BundleReader.read(JSON.writeValueAsBytes(root));

        assertThat(bundle.live(Told.NOW.toEpochMilli())).isEmpty();
    }

    @Test
    void whatIsRevokedOrOfAnotherFormIsPassedOver() throws Exception {
        JsonNode root = JSON.readTree(Told.bundle(
                Told.ring("ring-a", Told.FIRST), Told.ring("ring-b", Told.FIRST), Told.ring("ring-c", Told.FIRST)));
        List<JsonNode> indicators = indicators(root);
        ((ObjectNode) indicators.get(0)).put("revoked", true);
        told(indicators.get(1)).put("template_form", "stillwatch-template-2");

        Bundle bundle = BundleReader.read(JSON.writeValueAsBytes(root));

        assertThat(bundle.passedOver()).isEqualTo(2);
        assertThat(bundle.indicators()).hasSize(1);
    }

    static Stream<Arguments> changes() {
        return Stream.of(
                change("another pattern", (i, t) -> i.put("pattern", "template IN ('1111111111111111')")),
                change("another pattern type", (i, t) -> i.put("pattern_type", "stix")),
                change("no template", (i, t) -> t.remove("templates")),
                change("a template of 0", (i, t) -> {
                    t.putArray("templates").add("0".repeat(16));
                    i.put("pattern", StixExtension.pattern(List.of("0".repeat(16))));
                }),
                change("a text for a template", (i, t) -> {
                    t.putArray("templates").add("Solve this");
                    i.put("pattern", StixExtension.pattern(List.of("Solve this")));
                }),
                change("too many templates", (i, t) -> {
                    List<String> many =
                            Stream.generate(() -> Told.FIRST).limit(65).toList();
                    ArrayNode array = t.putArray("templates");
                    many.forEach(array::add);
                    i.put("pattern", StixExtension.pattern(many));
                }),
                change("no group", (i, t) -> t.remove("sharing_group")),
                change("no end", (i, t) -> i.remove("valid_until")),
                change("an end before the beginning", (i, t) -> i.put("valid_until", "2026-11-19T00:00:00Z")),
                change("an end that is too far", (i, t) -> i.put("valid_until", "2027-11-28T00:00:00Z")),
                change("an end that overflows", (i, t) -> i.put("valid_until", "+999999999-01-01T00:00:00Z")),
                change(
                        "an end that is further than numbers reach",
                        (i, t) -> i.put("modified", "-292000000-01-01T00:00:00Z")
                                .put("valid_until", "+292000000-01-01T00:00:00Z")),
                change("no version", (i, t) -> i.remove("modified")),
                change("a foreign id", (i, t) -> i.put("id", "indicator--\u001b[2J")));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void anIndicatorThatIsNotSoundRefusesTheBundle(BiConsumer<ObjectNode, ObjectNode> change) throws Exception {
        JsonNode root = JSON.readTree(Told.bundle(Told.ring("ring-a", Told.FIRST), Told.ring("ring-b", Told.FIRST)));
        JsonNode indicator = indicators(root).get(1);
        change.accept((ObjectNode) indicator, told(indicator));

        assertThatThrownBy(() -> BundleReader.read(JSON.writeValueAsBytes(root)))
                .isInstanceOf(SharingException.class)
                .message()
                .doesNotContain("\u001b", "Solve");
    }

    @Test
    void twoGroupsOrOneIndicatorTwiceRefuseTheBundle() throws Exception {
        JsonNode root = JSON.readTree(Told.bundle(Told.ring("ring-a", Told.FIRST), Told.ring("ring-b", Told.FIRST)));
        told(indicators(root).get(0)).put("sharing_group", "ab".repeat(16));
        assertThatThrownBy(() -> BundleReader.read(JSON.writeValueAsBytes(root)))
                .hasMessageContaining("2 sharing groups");

        JsonNode twice = JSON.readTree(Told.bundle(Told.ring("ring-a", Told.FIRST)));
        ((ArrayNode) twice.path("objects")).add(indicators(twice).get(0));
        assertThatThrownBy(() -> BundleReader.read(JSON.writeValueAsBytes(twice)))
                .hasMessageContaining("twice");
    }

    @Test
    void whatIsNoBundleIsRefused() throws Exception {
        String good = new String(Told.bundle(Told.ring("ring-a", Told.FIRST)), StandardCharsets.UTF_8);
        for (String bad : List.of(
                "",
                "null",
                "[]",
                "{}",
                "{\"type\":\"bundle\"}",
                "{\"type\":\"bundle\",\"objects\":[]}",
                "{\"type\":\"bundle\",\"objects\":[1,null,\"x\",[]]}",
                good + "{}",
                good.replaceFirst("\"type\" : \"bundle\"", "\"type\" : \"bundle\", \"type\" : \"bundle\""),
                "[".repeat(100_000),
                "{\"type\":\"bundle\",\"objects\":[" + "{},".repeat(Bundle.MOST_OBJECTS) + "{}]}",
                good + " ".repeat(Bundle.MOST_BYTES))) {
            assertThatThrownBy(() -> BundleReader.read(bad.getBytes(StandardCharsets.UTF_8)))
                    .as(bad.substring(0, Math.min(60, bad.length())))
                    .isInstanceOf(SharingException.class);
        }
    }

    @Test
    void mutatedBytesGiveABundleOrASharingException() throws Exception {
        byte[] good = Told.bundle(Told.ring("ring-a", Told.FIRST, Told.SECOND), Told.ring("ring-b", Told.FIRST));
        String[] words = {"\"", "{", "}", "[", "]", "null", "-1", "1e999", "\\u0000", "true", "2026-11-20T00:00:00.000Z"
        };
        Random random = new Random(11);
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = good.clone();
            for (int n = random.nextInt(3); n >= 0; n--) {
                byte[] word = words[random.nextInt(words.length)].getBytes(StandardCharsets.UTF_8);
                int at = random.nextInt(bytes.length - word.length);
                if (random.nextBoolean()) {
                    System.arraycopy(word, 0, bytes, at, word.length);
                } else {
                    bytes[at] = (byte) random.nextInt();
                }
            }
            bytes = random.nextInt(8) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
            try {
                Bundle bundle = BundleReader.read(bytes);
                assertThat(bundle.indicators()).isNotEmpty().allSatisfy(indicator -> {
                    assertThat(indicator.group()).matches("[0-9a-f]{32}");
                    assertThat(indicator.templates()).isNotEmpty().doesNotContain(0L);
                    assertThat(indicator.until()).isGreaterThan(indicator.from());
                    assertThat(indicator.until() - Told.NOW.toEpochMilli())
                            .isLessThan(Duration.ofDays(100 * 366).toMillis());
                });
            } catch (SharingException e) {
                refused++;
            }
        }
        assertThat(refused).isPositive();
    }

    private static Arguments change(String name, BiConsumer<ObjectNode, ObjectNode> change) {
        return Arguments.of(Named.of(name, change));
    }

    private static List<JsonNode> indicators(JsonNode root) {
        return Stream.iterate(0, i -> i < root.path("objects").size(), i -> i + 1)
                .map(i -> root.path("objects").get(i))
                .filter(object -> object.path("type").asText().equals("indicator"))
                .toList();
    }

    private static ObjectNode told(JsonNode indicator) {
        return (ObjectNode) indicator.path("extensions").path(StixExtension.ID);
    }
}
