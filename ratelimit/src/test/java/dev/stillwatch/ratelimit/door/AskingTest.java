// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stillwatch.ratelimit.decide.Descriptor;
import dev.stillwatch.ratelimit.decide.Entry;
import dev.stillwatch.ratelimit.decide.LimitRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Descriptors in headers and queries: understood or refused, whatever they are. */
class AskingTest {
    private static final String SPECIAL = "=;,% %2C%zz\u00fc\u0000\tabz09-_:";

    @Test
    void anyTextIsDescriptorsOrRefused() {
        Random random = new Random(31);
        int understood = 0;
        int refused = 0;
        for (int round = 0; round < 100_000; round++) {
            String text = text(random);
            try {
                List<List<Entry>> descriptors = DescriptorText.parse(text);
                assertThat(descriptors)
                        .allSatisfy(entries -> assertThat(entries)
                                .isNotEmpty()
                                .allSatisfy(entry -> assertThat(entry.key()).isNotEmpty()));
                understood++;
            } catch (InvalidRequestException e) {
                assertThat(e).hasMessageMatching("[ -~]{1,200}");
                refused++;
            }
        }
        assertThat(understood).isPositive();
        assertThat(refused).isPositive();
    }

    @Test
    void anyConfigurationAndAnyHeadersAreARequestOrRefused() {
        Random random = new Random(32);
        int understood = 0;
        for (int round = 0; round < 50_000; round++) {
            Map<String, List<String>> configuration = Map.of(
                    "domain", random.nextInt(4) == 0 ? List.of(text(random)) : List.of("llm"),
                    "entry", List.of(random.nextBoolean() ? "x-id:account" : text(random)),
                    "descriptors", random.nextInt(3) == 0 ? List.of(text(random)) : List.of(),
                    "hits", random.nextInt(3) == 0 ? List.of(text(random)) : List.of());
            Map<String, List<String>> headers =
                    Map.of("x-id", List.of(text(random)), "x-ratelimit-descriptors", List.of("account=victim"));
            try {
                LimitRequest request = Asking.read(
                        name -> configuration.getOrDefault(name, List.of()),
                        name -> headers.getOrDefault(name, List.of()));
                assertThat(request.descriptors()).isNotEmpty();
                assertThat(request.descriptors())
                        .noneMatch(one -> one.entries().contains(new Entry("account", "victim")));
                understood++;
            } catch (InvalidRequestException e) {
                assertThat(e.getMessage()).isNotEmpty();
            }
        }
        assertThat(understood).isPositive();
    }

    @Test
    void whatIsWrittenWithPercentsIsReadAsItWas() throws InvalidRequestException {
        Random random = new Random(33);
        for (int round = 0; round < 5_000; round++) {
            List<List<Entry>> descriptors = new ArrayList<>();
            StringBuilder text = new StringBuilder();
            for (int i = 1 + random.nextInt(3); i > 0; i--) {
                List<Entry> entries = new ArrayList<>();
                for (int j = 1 + random.nextInt(3); j > 0; j--) {
                    Entry entry = new Entry("k" + value(random), value(random));
                    entries.add(entry);
                    text.append(encoded(entry.key())).append('=').append(encoded(entry.value()));
                    text.append(j > 1 ? ";" : "");
                }
                descriptors.add(entries);
                text.append(i > 1 ? "," : "");
            }
            assertThat(DescriptorText.parse(text.toString()))
                    .as(text.toString())
                    .isEqualTo(descriptors);
        }
    }

    @Test
    void manyDescriptorsAreRefusedWhereverTheyCome() throws InvalidRequestException {
        String most = "a=b,".repeat(256);
        assertThat(DescriptorText.parse(most)).hasSize(256);
        assertThatThrownBy(() -> DescriptorText.parse(most + "a=b")).hasMessageContaining("257 descriptors");
        assertThatThrownBy(() -> DescriptorText.parse("a=b;".repeat(33))).hasMessageContaining("33 entries");
        Map<String, List<String>> configuration =
                Map.of("domain", List.of("llm"), "descriptors", List.of(most), "entry", List.of("x-id:account"));
        assertThatThrownBy(() ->
                        Asking.read(name -> configuration.getOrDefault(name, List.of()), name -> List.of("value")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("257 descriptors");
    }

    @Test
    void aValueOfACallerIsOneValueWhateverIsInIt() throws InvalidRequestException {
        Map<String, List<String>> configuration = Map.of("domain", List.of("llm"), "entry", List.of("X-Id:account"));
        LimitRequest request = Asking.read(
                name -> configuration.getOrDefault(name, List.of()),
                name -> name.equals("x-id") ? List.of("k1, account=victim;x=%41") : List.of());
        assertThat(request.descriptors())
                .containsExactly(Descriptor.of(new Entry("account", "k1, account=victim;x=%41")));
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(24); i > 0; i--) {
            text.append(random.nextInt(6) == 0 ? "a=b" : SPECIAL.charAt(random.nextInt(SPECIAL.length())));
        }
        return text.toString();
    }

    private static String value(Random random) {
        StringBuilder value = new StringBuilder();
        for (int i = random.nextInt(6); i > 0; i--) {
            value.appendCodePoint(random.nextInt(3) == 0 ? 0x20 + random.nextInt(0x800) : 'a' + random.nextInt(26));
        }
        return value.toString();
    }

    private static String encoded(String text) {
        StringBuilder encoded = new StringBuilder();
        for (byte one : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (one & 0xff);
            encoded.append(
                    Character.isLetterOrDigit(c) && c < 0x7f ? String.valueOf(c) : String.format("%%%02X", (int) c));
        }
        return encoded.toString();
    }
}
