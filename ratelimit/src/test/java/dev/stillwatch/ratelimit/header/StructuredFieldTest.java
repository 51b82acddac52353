// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.header;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StructuredFieldTest {
    @Test
    void quotesAndBackslashesAreEscaped() {
        assertThat(StructuredField.string("a\"b\\c")).isEqualTo("\"a\\\"b\\\\c\"");
        assertThat(StructuredField.string("")).isEqualTo("\"\"");
    }

    @Test
    void noHeaderCanBeSplitByAName() {
        assertThat(StructuredField.string("a\r\nset-cookie: b")).isEqualTo("\"a%0D%0Aset-cookie: b\"");
        assertThat(StructuredField.string("größe")).isEqualTo("\"gr%C3%B6%C3%9Fe\"");
        assertThat(StructuredField.string("\u007f")).isEqualTo("\"%7F\"");
    }

    @Test
    void anyNameIsAStringAndReadsAsPrintableAscii() {
        Random random = new Random(5);
        Map<String, String> seen = new HashMap<>();
        for (int round = 0; round < 20_000; round++) {
            StringBuilder name = new StringBuilder();
            for (int i = random.nextInt(12); i > 0; i--) {
                // Without a percent sign of its own a name can be told from its encoded form.
                int c = random.nextInt(4) == 0 ? random.nextInt(0xD800) : ' ' + random.nextInt(95);
                name.appendCodePoint(c == '%' ? 'x' : c);
            }
            String field = StructuredField.string(name.toString());
            assertThat(field).startsWith("\"").endsWith("\"").matches("[ -~]*");
            String inner = field.substring(1, field.length() - 1);
            assertThat(inner.replaceAll("\\\\[\"\\\\]", "")).doesNotContain("\"", "\\");
            assertThat(seen.merge(field, name.toString(), (one, other) -> one)).isEqualTo(name.toString());
        }
    }

    @Test
    void integersHaveFifteenDigits() {
        assertThat(StructuredField.integer(Long.MAX_VALUE)).isEqualTo(999_999_999_999_999L);
        assertThat(StructuredField.integer(-1)).isZero();
        assertThat(StructuredField.integer(7)).isEqualTo(7);
    }
}
