// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.policies.exchange.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BlindLinesTest {
    @Test
    void aLogWithoutTextSaysWhatItCannotShow() {
        assertThat(BlindLines.of(coverage("envoy-ai-gateway", Set.of(Field.INPUT_TOKENS, Field.OUTPUT_TOKENS))))
                .singleElement()
                .asString()
                .startsWith("  blind on envoy-ai-gateway: D1, ")
                .contains(", D15, rings of fewer than ten (no record has ")
                .contains("payment", "prompt_text")
                .doesNotContain("D11", "input_tokens");
    }

    @Test
    void aLogThatHasAllSaysNothing() {
        assertThat(BlindLines.of(coverage("native", Set.of(Field.values())))).isEmpty();
    }

    @Test
    void eachFormatHasALineOfItsOwn() {
        List<String> both = new ArrayList<>(coverage("kong", Set.of(Field.PAYMENT)));
        both.addAll(coverage("apisix", Set.of()).subList(1, 1 + Field.values().length));

        assertThat(BlindLines.of(both))
                .satisfiesExactly(
                        apisix -> assertThat(apisix).contains("apisix").contains("rings"),
                        kong -> assertThat(kong).contains("kong").doesNotContain("rings"));
    }

    private static List<String> coverage(String format, Set<Field> seen) {
        List<String> lines = new ArrayList<>(List.of("format,field,exchanges,with_field"));
        for (Field field : Field.values()) {
            lines.add(format + "," + field.name().toLowerCase(Locale.ROOT) + ",9," + (seen.contains(field) ? 9 : 0));
        }
        return lines;
    }
}
