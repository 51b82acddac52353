// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.policies.exchange.Field;
import dev.stillwatch.policies.policy.SourceMapping;
import dev.stillwatch.policies.policy.SourceMapping.LimitedMark;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A source map says in which records of a format our own limits refused or changed the call. */
class LimitedMarkTest {
    private static final SourceMap SOURCES = SourceMap.of(List.of(
            mapping("envoy-ai-gateway", new LimitedMark("/response_flags", List.of("RL")), tier("/tier")),
            mapping("kong", tier("/request/headers/x-stillwatch-tier")),
            mapping("otel", new LimitedMark("/attributes/stillwatch.limited", List.of("true"))),
            mapping("native", new LimitedMark("/mark", List.of("yes")))));

    @ParameterizedTest
    @CsvSource({
        "'\"response_flags\":\"RL\"', true",
        "'\"response_flags\":\"UT,rl\"', true",
        "'\"response_flags\":\"-\",\"tier\":\"Restrict\"', true",
        "'\"tier\":[\"clear\",\"suspend\"]', true",
        "'\"response_flags\":\"RLX\",\"tier\":\"throttle\"', false",
        "'\"response_flags\":{\"RL\":1},\"tier\":null', false",
    })
    void anyOfItsValuesAtAnyOfItsPlacesSaysSo(String fields, boolean limited) {
        UsageRecord record = envoy(fields);

        assertThat(record.present().has(Field.LIMITED)).isTrue();
        assertThat(record.response().limited()).isEqualTo(limited);
    }

    @Test
    void whereNothingStandsNothingIsKnown() {
        assertThat(envoy("\"other\":1").present().has(Field.LIMITED)).isFalse();
    }

    @Test
    void aFormatOfWhichNothingWasSaidIsNotAsked() {
        assertThat(SourceMap.EMPTY.limited(
                        "kong",
                        JsonText.parse("{\"a\":1}".getBytes(StandardCharsets.UTF_8))
                                .tree()))
                .isEmpty();
    }

    @Test
    void aTruthValueIsReadLikeItsText() {
        assertThat(SOURCES.limited(
                        "otel",
                        JsonText.parse("{\"attributes\":{\"stillwatch.limited\":true}}"
                                        .getBytes(StandardCharsets.UTF_8))
                                .tree()))
                .contains(true);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theOperatorsWordGoesBeforeTheNativeField(boolean mark) {
        UsageRecord record = decoded(
                "native",
                "{\"v\":1,\"time\":\"2026-01-05T10:00:00Z\",\"id\":\"r\",\"account\":{\"id\":\"a\"},\"mark\":\""
                        + (mark ? "yes" : "no") + "\",\"response\":{\"status\":200,\"limited\":" + !mark + "}}");

        assertThat(record.response().limited()).isEqualTo(mark);
    }

    private static UsageRecord envoy(String fields) {
        return decoded(
                "envoy-ai-gateway",
                "{\"start_time\":\"2026-01-05T10:00:00.000Z\",\"x-request-id\":\"r\",\"x-tenant\":\"a\","
                        + "\"gen_ai.request.model\":\"m\",\"gen_ai.usage.input_tokens\":1," + fields + "}");
    }

    private static UsageRecord decoded(String format, String json) {
        Decoding decoding =
                Intake.REGISTRY.decode(json.getBytes(StandardCharsets.UTF_8), format, SOURCES, Long.MAX_VALUE);
        return ((Decoding.Decoded) decoding).records().get(0);
    }

    private static LimitedMark tier(String path) {
        return new LimitedMark(path, List.of("restrict", "suspend"));
    }

    private static SourceMapping mapping(String format, LimitedMark... marks) {
        return new SourceMapping(
                format, format.equals("native") ? "" : "/x-tenant", Optional.empty(), List.of(marks), Map.of());
    }
}
