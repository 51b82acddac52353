// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.stillwatch.auditor.profile.DayCell;
import dev.stillwatch.auditor.profile.Rhythm;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.LongUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SynchronyTest {
    private static final int DAY = 20_000;
    private static final long START = DAY * DayCell.MILLIS;
    private static final long NIGHT = START + DayCell.MILLIS;
    private static final long HOUR = 3_600_000;

    @Test
    void theDeviationIsThatOfTheHypergeometricSumOverPairs() {
        // Three accounts, two bins each, all the same two: 2 shared bins a pair, 4/12 by chance, variance
        // (2 * 10 / 12)^2 / 11 a pair.
        List<Synchrony.Told> told = IntStream.range(0, 3)
                .mapToObj(i -> told(START, START + 6 * 60_000))
                .toList();
        double expected = (3 * 2 - 3 * 4 / 12.0) / Math.sqrt(3 * Math.pow(20 / 12.0, 2) / 11);
        assertThat(Synchrony.of(told, DAY, 6).strongest()).isCloseTo(expected, within(1e-9));
    }

    @Test
    void accountsThatStartTogetherKeepTime() {
        Synchrony seen = Synchrony.of(day(20, hour -> 7 * 60_000), DAY, 6);
        assertThat(seen.together()).isEqualTo(24);
        assertThat(seen.inTurns()).isZero();
    }

    @Test
    void accountsThatTakeTurnsAvoidEachOther() {
        List<Synchrony.Told> told = new ArrayList<>();
        for (int account = 0; account < 120; account++) {
            Rhythm rhythm = Rhythm.NONE;
            for (int hour = 0; hour < 24; hour++) {
                for (int turn = 0; turn < 6; turn++) {
                    rhythm = rhythm.with(DAY, START + hour * HOUR + ((account + 2 * turn) % 12) * Rhythm.BIN_MILLIS);
                }
            }
            told.add(new Synchrony.Told(rhythm, NIGHT));
        }
        Synchrony seen = Synchrony.of(told, DAY, 3);
        assertThat(seen.together()).isZero();
        assertThat(seen.strongest()).isNegative();
    }

    @Test
    void accountsThatKnowNothingOfEachOtherDoNotEvenIfTheyKeepTheSameHours() {
        Random random = new Random(7);
        int alarms = 0;
        for (int trial = 0; trial < 200; trial++) {
            Synchrony seen = Synchrony.of(
                    IntStream.range(0, 30)
                            .mapToObj(account -> {
                                Rhythm rhythm = Rhythm.NONE;
                                for (int i = 0; i < 40; i++) {
                                    rhythm = rhythm.with(DAY, START + 9 * HOUR + random.nextInt((int) (6 * HOUR)));
                                }
                                return new Synchrony.Told(rhythm, NIGHT);
                            })
                            .toList(),
                    DAY,
                    6);
            alarms += seen.together() + seen.inTurns();
        }
        assertThat(alarms).isZero();
    }

    @Test
    void anHourCountsWhenItIsToldWholeAndOfThatDay() {
        List<Synchrony.Told> early = day(20, hour -> 7 * 60_000).stream()
                .map(told -> new Synchrony.Told(told.rhythm(), START + 2 * HOUR + HOUR / 2))
                .toList();
        assertThat(Synchrony.of(early, DAY, 6).together()).isEqualTo(2);
        assertThat(Synchrony.of(early, DAY + 1, 6).together()).isZero();
    }

    @Test
    void twoAccountsAndAccountsActiveAllTheTimeSayNothing() {
        assertThat(Synchrony.of(day(2, hour -> 0), DAY, 1).strongest()).isZero();
        List<Synchrony.Told> always = IntStream.range(0, 9)
                .mapToObj(i -> told(IntStream.range(0, 288)
                        .mapToLong(bin -> START + bin * Rhythm.BIN_MILLIS)
                        .toArray()))
                .toList();
        assertThat(Synchrony.of(always, DAY, 1).strongest()).isZero();
    }

    private static List<Synchrony.Told> day(int accounts, LongUnaryOperator within) {
        return IntStream.range(0, accounts)
                .mapToObj(account -> told(IntStream.range(0, 24)
                        .mapToLong(hour -> START + hour * HOUR + within.applyAsLong(hour))
                        .toArray()))
                .toList();
    }

    private static Synchrony.Told told(long... times) {
        return new Synchrony.Told(Rhythm.NONE.with(DAY, times), NIGHT);
    }
}
