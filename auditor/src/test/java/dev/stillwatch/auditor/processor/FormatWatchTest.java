// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.processor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.policies.exchange.Field;
import dev.stillwatch.policies.exchange.FieldSet;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FormatWatchTest {
    private static final FieldSet ALL = FieldSet.of(Field.values());

    private final List<String> told = new ArrayList<>();
    private final FormatWatch watch = new FormatWatch((format, blindness) -> told.add(format + ": " + blindness));

    @Test
    void shouldTellOnceWhatNoneOfTheFirstExchangesCouldShow() {
        see("envoy-ai-gateway", FormatWatch.ENOUGH - 1, ALL.minus(FieldSet.of(Field.PROMPT_TEXT)));
        assertThat(told).isEmpty();
        see("envoy-ai-gateway", FormatWatch.ENOUGH, ALL.minus(FieldSet.of(Field.PROMPT_TEXT)));
        assertThat(told)
                .singleElement()
                .asString()
                .startsWith("envoy-ai-gateway: D1")
                .endsWith("(no record has prompt_text)");
    }

    @Test
    void shouldTellNothingOfAFieldThatOneOfThemHad() {
        see("kong", 1, FieldSet.of(Field.PROMPT_TEXT));
        see("kong", FormatWatch.ENOUGH, ALL.minus(FieldSet.of(Field.PROMPT_TEXT)));
        assertThat(told).isEmpty();
    }

    @Test
    void shouldNotTakeForMissingWhatFewCallsAskFor() {
        see(
                "native",
                FormatWatch.ENOUGH,
                ALL.minus(FieldSet.of(Field.LOGPROBS, Field.LOGIT_BIAS, Field.TRACE_SIGNATURE, Field.REFUSED)));
        assertThat(told).isEmpty();
    }

    @Test
    void shouldWatchEachFormatByItself() {
        see("kong", FormatWatch.ENOUGH - 1, FieldSet.NONE);
        see("otel", 1, FieldSet.NONE);
        assertThat(told).isEmpty();
    }

    private void see(String format, int times, FieldSet present) {
        for (int i = 0; i < times; i++) {
            watch.saw(format, present);
        }
    }
}
