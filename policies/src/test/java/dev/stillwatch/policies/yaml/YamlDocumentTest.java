// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YamlDocumentTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "true                 | true",
                "false                | false",
                "yes                  | \"yes\"",
                "~                    | null",
                "-12                  | -12",
                "0o17                 | \"0o17\"",
                "0x1F                 | \"0x1F\"",
                "9223372036854775808  | 9223372036854775808",
                "1.5e3                | 1500.0",
                ".inf                 | \".inf\"",
                "1:30                 | \"1:30\"",
                "2026-11-01           | \"2026-11-01\""
            })
    void aPlainWordIsWhatJsonHasOrText(String written, String value) throws RefusedException {
        assertThat(root("k: " + written).path("k")).hasToString(value);
    }

    @Test
    void nothingIsAnEmptyObject() throws RefusedException {
        assertThat(root("").isObject()).isTrue();
        assertThat(root("# only a remark").size()).isZero();
        assertThat(root("null").isObject()).isTrue();
    }

    @Test
    void whatJsonLacksIsRefusedWhereItStands() {
        refused("? [a]\n: 1", "f.yaml:1:3: a key that is not a plain word");
        refused("a: {b: 1}\n<<: {c: 2}", "f.yaml:2:1: a key that is not a plain word");
        refused("a: &x 1\nb: *x", "an alias");
        refused("a: 1\na: 2", "f.yaml:2:1: the key 'a' a second time");
        refused("a: 1\n---\nb: 2", "expected well-formed YAML");
        refused("[".repeat(60) + "]".repeat(60), "expected well-formed YAML");
        refused("a: \u0007", "expected well-formed YAML");
    }

    @Test
    void bytesThatAreNoTextAreRefused() {
        assertThatThrownBy(() -> YamlDocument.parse("f.yaml", new byte[] {'a', ':', ' ', (byte) 0xFF}))
                .hasMessageContaining("f.yaml:1:1: bytes that are not UTF-8");
    }

    @Test
    void anOverlongOrMissingFileIsRefused(@TempDir Path directory) throws Exception {
        Path large = Files.write(directory.resolve("large.yaml"), new byte[YamlDocument.MOST_BYTES + 1]);

        assertThatThrownBy(() -> YamlDocument.read(large)).hasMessageContaining("at most 4194304 bytes");
        assertThatThrownBy(() -> YamlDocument.read(directory.resolve("absent.yaml")))
                .hasMessageContaining("the file cannot be read");
    }

    @Test
    void aProblemStandsAtTheNearestPlaceThatTheFileHolds() throws RefusedException {
        YamlDocument document = parse("a:\n  b: 1\nc/d: 2");

        assertThat(document.problem("/a/b", "x", "y").line()).isEqualTo(2);
        assertThat(document.problem("/a/absent/deeper", "x", "y").line()).isEqualTo(1);
        assertThat(document.problem("/c~1d", "x", "y").line()).isEqualTo(3);
        assertThat(new YamlDocument("f", document.root(), java.util.Map.of())
                        .problem("/a", "x", "y")
                        .column())
                .isEqualTo(1);
    }

    @Test
    void whereAliasesAreFollowedTheyStandForCopies() throws RefusedException {
        assertThat(following("a: &x {b: [1]}\nc: *x\nd: [*x, *x]").root())
                .hasToString("{\"a\":{\"b\":[1]},\"c\":{\"b\":[1]},\"d\":[{\"b\":[1]},{\"b\":[1]}]}");
        assertThat(following("a: &x {b: 1, c: 2}\nd: {c: 3, <<: *x}").root().path("d"))
                .hasToString("{\"c\":3,\"b\":1}");
        assertThat(following("a: &x {b: 1}\nc: &y {b: 2, d: 3}\ne: {<<: [*x, *y]}")
                        .root()
                        .path("e"))
                .hasToString("{\"b\":1,\"d\":3}");
    }

    @Test
    void whatAliasesStandForHasAnEnd() {
        StringBuilder wide = new StringBuilder("a0: &a0 x\n");
        StringBuilder deep = new StringBuilder("a0: &a0 x\n");
        for (int i = 1; i < 100; i++) {
            wide.append("a%d: &a%d [*a%d, *a%d, *a%d]\n".formatted(i, i, i - 1, i - 1, i - 1));
            deep.append("a%d: &a%d [*a%d]\n".formatted(i, i, i - 1));
        }
        for (String text : new String[] {wide.toString(), deep.toString()}) {
            assertThatThrownBy(() -> following(text)).hasMessageContaining("too much, aliases counted");
        }
        assertThatThrownBy(() -> following("a: &x [*x]")).hasMessageContaining("a value that holds itself");
        assertThatThrownBy(() -> following("a: {<<: [1]}")).hasMessageContaining("a merge of what is no object");
        assertThatThrownBy(() -> following("? [a]\n: 1")).hasMessageContaining("a key that is not a plain word");
    }

    @Test
    void aWordIsKnownAsItIsWritten() throws RefusedException {
        YamlDocument document = parse("a: 007\nb: [+1, \"yes\"]\nc: {}");

        assertThat(document.written("/a")).isEqualTo("007");
        assertThat(document.written("/b/0")).isEqualTo("+1");
        assertThat(document.written("/b/1")).isEqualTo("yes");
        assertThat(document.written("/c")).isEmpty();
        assertThat(document.written("/absent")).isEmpty();
    }

    private static YamlDocument following(String text) throws RefusedException {
        return YamlDocument.parse("f.yaml", text.getBytes(StandardCharsets.UTF_8), YamlDocument.Aliases.FOLLOWED);
    }

    private static JsonNode root(String text) throws RefusedException {
        return parse(text).root();
    }

    private static YamlDocument parse(String text) throws RefusedException {
        return YamlDocument.parse("f.yaml", text.getBytes(StandardCharsets.UTF_8));
    }

    private static void refused(String text, String message) {
        assertThatThrownBy(() -> parse(text))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining(message);
    }
}
