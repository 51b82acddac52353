// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.sketch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.policies.exchange.TextFeatures.Structure;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerShapeTest {
    private final AnswerShape shape = new AnswerShape();

    @ParameterizedTest
    @ValueSource(strings = {"{}", "\n {\"a\": 1} \n", "```\n{\"a\": 1}\n```", "json\n{\"a\": 1}"})
    void shouldTellObject(String output) {
        assertThat(shape.flags(output) & Structure.JSON_ANSWER).isNotZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"   ", "``````", "```json", "json   ", "{", "{ ", "}{", "{\"a\": 1", "a}"})
    void shouldNotTakeScrapsForObject(String output) {
        assertThat(shape.flags(output) & Structure.JSON_ANSWER).isZero();
    }
}
