// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stillwatch.policies.exchange.Field;
import dev.stillwatch.policies.exchange.FieldSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TallyTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void shouldNotDependOnOrderOrGrouping(int seed) {
        Random random = new Random(seed);
        List<Tally> parts = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            parts.add(random(random));
        }
        Tally whole = fold(parts);

        Collections.shuffle(parts, random);
        int cut = random.nextInt(parts.size());
        Tally grouped = fold(parts.subList(cut, parts.size())).combine(fold(parts.subList(0, cut)));

        assertThat(grouped).isEqualTo(whole).hasSameHashCodeAs(whole);
        assertThat(Tally.decode(whole.encode())).isEqualTo(whole);
        assertThat(Tally.decode(whole.decayed(3, 2).encode())).isEqualTo(whole.decayed(3, 2));
        assertThat(whole.combine(Tally.EMPTY)).isEqualTo(whole);
    }

    @Test
    void shouldHalveSumsAndForgetMaximaAndTheDaysSamples() {
        Tally day = new Tally.Builder()
                .add(Measure.EXCHANGES, 101)
                .add(Measure.MOST_CHOICES, 8)
                .add(Measure.MOST_CHOICES, 3)
                .seen(Sample.NETWORKS, 5)
                .seen(Sample.BIASED_TOKENS, 5)
                .trace(4, 5, TraceUse.ISSUED)
                .build();

        Tally later = day.decayed(2, 2);

        assertThat(day.count(Measure.MOST_CHOICES)).isEqualTo(8);
        assertThat(later.count(Measure.EXCHANGES)).isEqualTo(51);
        assertThat(later.count(Measure.MOST_CHOICES)).isZero();
        assertThat(later.distinct(Sample.NETWORKS)).isZero();
        assertThat(later.distinct(Sample.BIASED_TOKENS)).isEqualTo(1);
        assertThat(later.traces().signatures()).isEqualTo(1);
        assertThat(later.decayed(1, 2).distinct(Sample.BIASED_TOKENS)).isZero();
        assertThat(later.decayed(1, 2).traces().signatures()).isZero();
        assertThat(day.decayed(0, 2)).isSameAs(day);
        assertThat(day.measuresOnly().distinct(Sample.BIASED_TOKENS)).isZero();
        assertThat(day.isEmpty()).isFalse();
    }

    @Test
    void shouldNotCountAbsentValues() {
        Tally tally = new Tally.Builder()
                .seen(Sample.NETWORKS, 0)
                .seen(Sample.MODELS, "")
                .trace(0, 1, TraceUse.ISSUED)
                .trace(1, 0, TraceUse.ISSUED)
                .build();

        assertThat(tally).isEqualTo(Tally.EMPTY);
        assertThat(tally.singletons(Sample.PROMPTS)).isZero();
        assertThat(tally.meanCount(Sample.PROMPTS)).isZero();
    }

    @Test
    void shouldSaySharesOfSampledValues() {
        Tally tally = new Tally.Builder()
                .seen(Sample.PROMPTS, 1)
                .seen(Sample.PROMPTS, 1)
                .seen(Sample.PROMPTS, 1)
                .seen(Sample.PROMPTS, 2)
                .seen(Sample.MODELS, "m")
                .build();

        assertThat(tally.singletons(Sample.PROMPTS)).isEqualTo(0.5);
        assertThat(tally.meanCount(Sample.PROMPTS)).isEqualTo(2);
        assertThat(tally.countOf(Sample.PROMPTS, 1)).isEqualTo(3);
        assertThat(tally.sampled(Sample.PROMPTS)).isEqualTo(4);
        assertThat(tally.countOf(Sample.MODELS, "m")).isEqualTo(1);
        assertThat(tally.countOf(Sample.MODELS, "n")).isZero();
        assertThat(tally).hasToString("Tally[0 exchanges]");
    }

    @Test
    void shouldTellWhichOfAPoolsSampledValuesAPartSaw() {
        Random random = new Random(3);
        for (int round = 0; round < 50; round++) {
            Tally.Builder pool = new Tally.Builder();
            List<Set<Integer>> values = new ArrayList<>();
            List<Tally> parts = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                Set<Integer> seen = new HashSet<>();
                Tally.Builder part = new Tally.Builder();
                for (int j = random.nextInt(60); j > 0; j--) {
                    seen.add(1 + random.nextInt(100));
                }
                seen.forEach(value -> part.seen(Sample.PROMPTS, value));
                values.add(seen);
                parts.add(part.build());
                pool.add(part.build());
            }
            Tally all = pool.build();
            int sampled = 0;
            int[] held = new int[5];
            for (int value = 1; value <= 100; value++) {
                if (all.countOf(Sample.PROMPTS, value) > 0) {
                    sampled++;
                    for (int i = 0; i < 5; i++) {
                        held[i] += values.get(i).contains(value) ? 1 : 0;
                    }
                }
            }
            assertThat(all.sampledIn(Sample.PROMPTS, all)).isEqualTo(sampled);
            for (int i = 0; i < 5; i++) {
                assertThat(all.sampledIn(Sample.PROMPTS, parts.get(i))).isEqualTo(held[i]);
            }
        }
    }

    /** Stays readable for ever once a version is released; version 1 never was. */
    @Test
    void shouldKeepTheGoldenBytesOfVersionTwo() {
        Tally tally = new Tally.Builder()
                .add(Measure.EXCHANGES, 300)
                .add(Dial.HOUR, 23)
                .seen(Sample.PROMPTS, 42)
                .seen(Sample.NETWORKS, 43)
                .trace(44, 45, TraceUse.ISSUED)
                .fields(FieldSet.of(Field.ID))
                .build();
        String golden = "02080115010000000000000000008000000000000000000000ac020121010090d9a7d30b0100a6e4"
                + "dcee0b010192d294da0ff81e0196a481c70d291279";

        assertThat(HexFormat.of().formatHex(tally.encode())).isEqualTo(golden);
        assertThat(Tally.decode(HexFormat.of().parseHex(golden))).isEqualTo(tally);
    }

    @Test
    void shouldRefuseDamagedBytes() {
        byte[] bytes = random(new Random(1)).encode();
        byte[] other = bytes.clone();
        other[0] = 9;

        assertThatThrownBy(() -> Tally.decode(other))
                .isInstanceOf(CorruptStateException.class)
                .hasMessageContaining("version 9");
        for (int length = 0; length < bytes.length - 1; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> Tally.decode(cut)).isInstanceOf(CorruptStateException.class);
        }
        assertThatThrownBy(() -> Dial.HOUR.slot(24)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    /** Ordinals are wire format: what is here stays where it is. */
    @Test
    void shouldPinTheOrderOfMeasuresAndSamples() {
        assertThat(Measure.values().length).isLessThanOrEqualTo(Dial.FIRST_SLOT);
        assertThat(Measure.valueOf("ELICITED").ordinal()).isEqualTo(3);
        assertThat(Measure.valueOf("REFUSALS").ordinal()).isEqualTo(30);
        assertThat(Measure.valueOf("UNCONFIRMED").ordinal()).isEqualTo(38);
        assertThat(Dial.SCRIPT.slot(0)).isEqualTo(152);
        assertThat(Arrays.toString(Sample.values()))
                .isEqualTo("[NETWORKS, USER_AGENTS, SYSTEMS, CREDENTIALS, MODELS, PROMPTS,"
                        + " REFUSED_SKELETONS, PROBED_SKELETONS, TASKS, BIASED_TOKENS,"
                        + " SKELETONS]");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 8, 12, 40, 2_000})
    void shouldSampleValuesOneByOneAsTalliesOfOneEach(int distinct) {
        Random random = new Random(distinct);
        Tally.Builder oneByOne = new Tally.Builder();
        List<Tally> alone = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            long value = 1L + random.nextInt(distinct);
            for (Sample sample : Sample.values()) {
                oneByOne.seen(sample, value);
                alone.add(new Tally.Builder().seen(sample, value).build());
            }
        }

        assertThat(oneByOne.build()).isEqualTo(fold(alone));
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 32, 1_000, 50_000})
    void shouldEstimateDistinctValuesWithinTheStatedError(int distinct) {
        Tally.Builder builder = new Tally.Builder();
        for (int i = 1; i <= distinct; i++) {
            builder.seen(Sample.NETWORKS, i).seen(Sample.NETWORKS, i);
        }

        long estimate = builder.build().distinct(Sample.NETWORKS);

        if (distinct <= Sample.NETWORKS.capacity()) {
            assertThat(estimate).isEqualTo(distinct);
        } else {
            double error = 3 / Math.sqrt(Sample.NETWORKS.capacity() - 1.0);
            assertThat((double) estimate).isBetween(distinct * (1 - error), distinct * (1 + error));
        }
    }

    private static Tally fold(List<Tally> parts) {
        return parts.stream().reduce(Tally.EMPTY, Tally::combine);
    }

    private static Tally random(Random random) {
        Tally.Builder builder = new Tally.Builder().fields(FieldSet.of(Field.values()[random.nextInt(30)]));
        for (Measure measure : Measure.values()) {
            builder.add(measure, random.nextInt(500));
        }
        for (Sample sample : Sample.values()) {
            builder.seen(sample, 1 + random.nextInt(200));
        }
        return builder.add(Dial.REGION, random.nextInt(64))
                .trace(1 + random.nextInt(60), 1 + random.nextInt(40), TraceUse.values()[random.nextInt(3)])
                .build();
    }
}
