// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.policies.exchange.Field;
import dev.stillwatch.policies.exchange.FieldSet;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class BlindLinesTest {
    @Test
    void aLogWithoutTextSaysWhatItCannotShow() {
        assertThat(BlindLines.of(new TreeMap<>(
                        Map.of("envoy-ai-gateway", FieldSet.of(Field.INPUT_TOKENS, Field.OUTPUT_TOKENS)))))
                .singleElement()
                .asString()
                .startsWith("  blind on envoy-ai-gateway: D1, ")
                .contains(", D15, rings of fewer than ten (no record has ")
                .contains("payment", "prompt_text")
                .doesNotContain("D11", "input_tokens");
    }

    @Test
    void aLogThatHasAllSaysNothing() {
        assertThat(BlindLines.of(new TreeMap<>(Map.of("native", FieldSet.of(Field.values())))))
                .isEmpty();
    }

    @Test
    void eachFormatHasALineOfItsOwn() {
        assertThat(BlindLines.of(new TreeMap<>(Map.of("kong", FieldSet.of(Field.PAYMENT), "apisix", FieldSet.NONE))))
                .satisfiesExactly(
                        apisix -> assertThat(apisix).contains("apisix").contains("rings"),
                        kong -> assertThat(kong).contains("kong").doesNotContain("rings"));
    }
}
