// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Instant;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventTimeTest {
    @ParameterizedTest
    @CsvSource({
        "2026-11-22T01:02:03Z, 2026-11-22T01:02:03Z",
        "2026-11-22T01:02:03.4Z, 2026-11-22T01:02:03.400Z",
        "2026-11-22T01:02:03.123456789Z, 2026-11-22T01:02:03.123456789Z",
        "2026-11-22T01:02:03.456+02:00, 2026-11-21T23:02:03.456Z",
        "2026-11-22T01:02:03-05:30, 2026-11-22T06:32:03Z",
        "2026-11-22 01:02:03.456789, 2026-11-22T01:02:03.456789Z",
        "2026-11-22 01:02:03.5 UTC, 2026-11-22T01:02:03.500Z",
        "2024-02-29T00:00:00Z, 2024-02-29T00:00:00Z",
    })
    void shouldReadTheFormsThatLogsUse(String text, Instant time) {
        assertThat(EventTime.parse(text)).contains(time);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2026",
                "2026-11-22",
                "2026-02-29T00:00:00Z",
                "2026-13-01T00:00:00Z",
                "2026-11-22T24:01:00Z",
                "2026-11-22T01:60:00Z",
                "2026-11-22T01:02:03.4x6Z",
                "2026-11-22T01:02:03 CET",
                "22/11/2026 01:02:03 AM",
                "٢٠٢٦-١١-٢٢T٠١:٠٢:٠٣Z"
            })
    void shouldNotGuess(String text) {
        assertThat(EventTime.parse(text)).isEmpty();
    }

    @Test
    void shouldReadWhatJavaWritesDigitByDigit() {
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 100_000; i++) {
            long micros = random.nextLong(4_000_000_000_000_000L);
            Instant time = Instant.ofEpochSecond(micros / 1_000_000, micros % 1_000_000 * 1_000);
            assertThat(CanonicalTime.micros(time.toString())).isEqualTo(micros);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "SECONDS, 1795309323.456",
        "MILLIS, 1795309323456",
        "MICROS, 1795309323456000",
    })
    void shouldReadNumbersOfAUnit(EventTime.Unit unit, double number) {
        assertThat(unit.instant(JsonNodeFactory.instance.numberNode(number), number))
                .contains(Instant.parse("2026-11-22T01:02:03.456Z"));
    }

    @Test
    void shouldReadTicksAndNanosExactly() {
        assertThat(EventTime.Unit.DOTNET_TICKS.instant(JsonNodeFactory.instance.numberNode(639309061234567890L), 0))
                .contains(Instant.parse("2026-11-22T01:02:03.456789Z"));
        assertThat(EventTime.Unit.NANOS.instant(JsonNodeFactory.instance.textNode("1795309323456789123"), 0))
                .contains(Instant.parse("2026-11-22T01:02:03.456789123Z"));
        assertThat(EventTime.Unit.NANOS.instant(JsonNodeFactory.instance.textNode("1e40"), 1e40))
                .isEmpty();
    }
}
