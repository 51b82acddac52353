// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.drift;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.auditor.intake.ExchangeAssembler;
import dev.stillwatch.auditor.intake.FormatRegistry;
import dev.stillwatch.auditor.intake.SourceMap;
import dev.stillwatch.auditor.processor.UsageStep;
import dev.stillwatch.auditor.profile.DayCell;
import dev.stillwatch.policies.exchange.Exchange;
import dev.stillwatch.policies.key.DeploymentKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class DriftBenchTest {
    private static final Instant START = Instant.parse("2026-01-05T00:00:00Z");
    private static final int FIRST_DAY = DayCell.dayOf(START.toEpochMilli());

    private final UsageStep step = new UsageStep(
            FormatRegistry.standard(),
            "native",
            new ExchangeAssembler(DeploymentKey.of(1, new byte[DeploymentKey.LEAST_BYTES]), List.of()));

    @Test
    void aTurnedDayHoldsOnlyTheOthersExchangesUnderTheAccountsName() {
        List<Exchange> played = turn().played(FIRST_DAY + 1, 1);

        assertThat(played).hasSize(1 + Turn.DAY).extracting(Exchange::account).containsOnly("acct-own");
        assertThat(played.subList(1, played.size()))
                .allSatisfy(exchange -> assertThat(exchange.id()).startsWith("other"))
                .allSatisfy(
                        exchange -> assertThat(DayCell.dayOf(exchange.time())).isEqualTo(FIRST_DAY + 1));
    }

    @Test
    void aDayThatTurnsByHalfKeepsTheAccountsOwnPromptsBetweenTheOthers() {
        List<Exchange> day = turn().played(FIRST_DAY + 1, 2).subList(1, 1 + Turn.DAY);

        assertThat(day.stream().filter(exchange -> exchange.id().startsWith("own")))
                .hasSize(Turn.DAY / 2)
                .allSatisfy(exchange -> assertThat(exchange.id()).isEqualTo("own-0"));
    }

    @Test
    void aPercentileIsAValueThatWasSeen() {
        List<Long> values = LongStream.rangeClosed(1, 200).boxed().toList();

        assertThat(Distances.percentile(values, 0.95)).isEqualTo(190);
        assertThat(Distances.percentile(values, Distances.ORDINARY)).isEqualTo(199);
        assertThat(Distances.percentile(List.of(7L), Distances.ORDINARY)).isEqualTo(7);
    }

    /** Own exchanges on the first and the second day; of the second none may be left. */
    private Turn turn() {
        return new Turn(
                "acct-own",
                Stream.of(0, 1).map(i -> exchange("own", i, i)).toList(),
                Stream.of(0, 1, 2).map(i -> exchange("other", i, 9)).toList());
    }

    private Exchange exchange(String who, int number, int day) {
        String line = "{\"time\":\"" + START.plusMillis(day * DayCell.MILLIS + number) + "\",\"id\":\"" + who + "-"
                + number + "\",\"account\":{\"id\":\"acct-" + who + "\"},\"model\":\"m\"}";
        return step.read(
                        line.getBytes(StandardCharsets.UTF_8),
                        new UsageStep.Place("usage", 0, number),
                        SourceMap.EMPTY,
                        Long.MAX_VALUE)
                .whole()
                .get(0);
    }
}
