// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.adjudicate;

import static dev.stillwatch.auditor.adjudicate.JudgedRing.ring;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.auditor.profile.Course;
import dev.stillwatch.auditor.profile.DayCell;
import dev.stillwatch.auditor.profile.Drift;
import dev.stillwatch.auditor.profile.ExchangeMaker;
import dev.stillwatch.auditor.profile.Policies;
import dev.stillwatch.auditor.profile.Rhythm;
import dev.stillwatch.auditor.profile.Shifts;
import dev.stillwatch.auditor.ring.Coincidence;
import dev.stillwatch.auditor.ring.Founding;
import dev.stillwatch.auditor.ring.Ring;
import dev.stillwatch.auditor.ring.Tie;
import dev.stillwatch.auditor.signal.Evidence;
import dev.stillwatch.auditor.signal.SignalId;
import dev.stillwatch.policies.exchange.Mark;
import dev.stillwatch.policies.exchange.TextFeatures.Structure;
import dev.stillwatch.policies.policy.Policy;
import dev.stillwatch.policies.ring.ArtefactKind;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.IntToLongFunction;
import org.junit.jupiter.api.Test;

/** What a ring's members did together, signal by signal. */
class RingEvidenceTest {
    private static final long DAY = ExchangeMaker.DAY;
    private static final long NOON = ExchangeMaker.START + DAY / 2;

    private static final Ring SUBJECT_TIES = new Ring(
            new Founding(0, JudgedRing.TEMPLATE),
            JudgedRing.names("m", 60),
            List.of(),
            List.of(new Tie(JudgedRing.TEMPLATE, ArtefactKind.SKETCH_BAND, new Coincidence(1_000, 60, 5, 45))));

    private final JudgedRing judged = new JudgedRing();

    @Test
    void membersWhoKeepTimeGiveTimingEvidenceThatActsWithAnotherFamilyOnly() {
        int day = DayCell.dayOf(NOON - 1);
        Rhythm rhythm = Rhythm.NONE;
        for (int hour = 0; hour < 9; hour++) {
            rhythm = rhythm.with(day, day * DayCell.MILLIS + hour * 3_600_000L + 7 * 60_000);
        }
        judged.course = new Course(rhythm, Drift.NONE);
        for (String member : JudgedRing.names("m", 20)) {
            judged.contribute(member, 2, m -> m);
            judged.contributeAt(member, NOON);
        }

        Evidence synchrony = piece(judged.judge(NOON, ring(20, 0)), SignalId.D5);

        assertThat(synchrony.weightMilli()).isEqualTo(1_000);
        assertThat(synchrony.sentence()).contains("9 hours", "same five minutes");
        assertThat(Score.SUPPORTING).contains(SignalId.D5);
    }

    @Test
    void membersDriftTogetherFromFiveHundredPromptsOn() {
        int day = DayCell.dayOf(NOON - 1);
        judged.course = new Course(Rhythm.NONE.with(day, NOON - 1), new Drift(49, 300, 90_000));
        List<String> names = JudgedRing.names("m", 11);
        names.subList(0, 10).forEach(name -> judged.contribute(name, 1, m -> m));
        assertThat(piece(judged.judge(NOON, ring(11, 0)), SignalId.D3).weightMilli())
                .isZero();

        judged.contribute(names.get(10), 1, m -> m);
        Evidence drift = piece(judged.judge(NOON, ring(11, 0)), SignalId.D3);
        assertThat(drift.weightMilli()).isPositive();
        assertThat(drift.value()).isEqualTo(0.09);
    }

    @Test
    void membersWhoMovedTheSameWaySpeakWhereNoneOfThemMovedFar() {
        int day = DayCell.dayOf(NOON - 1);
        judged.course = new Course(Rhythm.NONE.with(day, NOON - 1), new Drift(60, 300, 1_000));
        Random random = new Random(4);
        for (String member : JudgedRing.names("m", 20)) {
            judged.shift = Shifts.shift(random, 60, 0.3);
            judged.contribute(member, 1, m -> m);
        }
        Evidence together = piece(judged.judge(NOON, ring(20, 0)), SignalId.D3);
        assertThat(together.weightMilli()).isEqualTo(1_000);
        assertThat(together.sentence()).startsWith("Today's 1200 prompts of 20 accounts moved the same way");

        for (String member : JudgedRing.names("m", 20)) {
            judged.shift = Shifts.shift(random, 60, 0);
            judged.contribute(member, 1, m -> m);
        }
        assertThat(piece(judged.judge(NOON + 1, ring(20, 0)), SignalId.D3).weightMilli())
                .isZero();
    }

    @Test
    void membersWhoShardASpaceSweepItTogetherAndThoseWhoAskTheSameDoNot() {
        for (String member : JudgedRing.names("m", 20)) {
            judged.contribute(member, 40, m -> m.tokens(50, 400));
        }
        Evidence sharded = piece(judged.judge(NOON, ring(20, 0)), SignalId.D4);
        assertThat(sharded.weightMilli()).isPositive();
        assertThat(sharded.sentence()).startsWith("800 prompts cover");

        for (String member : JudgedRing.names("m", 20)) {
            judged.contribute(member, 40, m -> m.tokens(50, 400).prompt(7));
        }
        assertThat(piece(judged.judge(NOON + DAY, ring(20, 0)), SignalId.D4).weightMilli())
                .isZero();
    }

    @Test
    void customersWhoEachRunOneBenchmarkShareNothingOutNorTheNextMorning() {
        asks(SUBJECT_TIES, 40, member -> i -> 1L + i);
        assertThat(fanOut(NOON)).isZero();

        asks(SUBJECT_TIES, 0, member -> i -> 0);
        assertThat(fanOut(NOON + DAY)).isZero();
        assertThat(fanOut(NOON + 3 * DAY)).isEqualTo(2_000);
    }

    @Test
    void aFewPromptsThatAllAskHideNoHarvest() {
        asks(SUBJECT_TIES, 5, member -> i -> 1L + i);
        assertThat(fanOut(NOON)).isZero();

        asks(SUBJECT_TIES, 45, member -> i -> i < 5 ? 1L + i : 1_000L * Math.abs(member.hashCode()) + i);
        assertThat(fanOut(NOON + 1)).isEqualTo(2_000);
    }

    private int fanOut(long asOf) {
        return piece(judged.judge(asOf, SUBJECT_TIES), SignalId.D2).weightMilli();
    }

    private void asks(Ring ring, int count, Function<String, IntToLongFunction> prompts) {
        for (String member : ring.members()) {
            int[] next = {0};
            judged.contribute(member, count, m -> m.prompt(prompts.apply(member).applyAsLong(next[0]++)));
        }
    }

    @Test
    void ofACrowdSomeComeAsOthersGoAndOfASwappedPoolHalfDo() {
        Map<Integer, Integer> weights = new TreeMap<>();
        for (int swaps : List.of(5, 9, 30)) {
            List<String> names = JudgedRing.names("m", 60);
            for (int i = 0; i < 60; i++) {
                boolean gone = i < swaps;
                boolean came = i >= 60 - swaps;
                judged.firstSeen.put(names.get(i), came ? NOON - 3 * DAY + 3_600_000L + i : 1L);
                judged.contribute(names.get(i), 1, m -> m);
                judged.contributeAt(names.get(i), gone ? NOON - 3 * DAY + i : NOON);
            }
            weights.put(
                    swaps,
                    piece(judged.judge(NOON + swaps, ring(60, 0)), SignalId.D10).weightMilli());
        }
        assertThat(weights).isEqualTo(Map.of(5, 0, 9, 300, 30, 1_000));
    }

    @Test
    void classifiersWithLabelsOfTheirOwnWalkNoVocabularyTogetherAndAccountsThatShareOneOutDo() {
        for (String member : JudgedRing.names("m", 14)) {
            long first = 1 + 8L * Math.abs(member.hashCode());
            judged.contribute(
                    member,
                    60,
                    m -> m.probing(
                                    true, first, first + 1, first + 2, first + 3, first + 4, first + 5, first + 6,
                                    first + 7)
                            .maxTokens(1));
        }
        assertThat(piece(judged.judge(NOON, ring(14, 0)), SignalId.D12).weightMilli())
                .isZero();

        Random vocabulary = new Random(12);
        for (String member : JudgedRing.names("m", 14)) {
            judged.contribute(
                    member,
                    300,
                    m -> m.probing(true, 1 + vocabulary.nextInt(100_000)).maxTokens(1));
        }
        assertThat(piece(judged.judge(NOON + DAY, ring(14, 0)), SignalId.D12).weightMilli())
                .isGreaterThan(3_000);
    }

    @Test
    void manyWhoJudgeALittleAreNoRewardModelAndThoseWhoJudgeAllDayAre() {
        for (String member : JudgedRing.names("m", 20)) {
            judged.contribute(member, 60, RingEvidenceTest::judging);
        }
        assertThat(piece(judged.judge(NOON, ring(20, 0)), SignalId.D15).weightMilli())
                .isZero();

        for (String member : JudgedRing.names("m", 20)) {
            judged.contribute(member, 300, RingEvidenceTest::judging);
        }
        assertThat(piece(judged.judge(NOON + DAY, ring(20, 0)), SignalId.D15).weightMilli())
                .isPositive();
    }

    @Test
    void refusalsThatAreOrdinaryForEachOfThemAreOrdinaryForAll() {
        for (String member : JudgedRing.names("m", 20)) {
            AtomicInteger call = new AtomicInteger();
            judged.contribute(member, 60, m -> call.getAndIncrement() % 5 == 0 ? m.refused() : m);
        }
        assertThat(piece(judged.judge(NOON, ring(20, 0)), SignalId.D14).weightMilli())
                .isZero();
    }

    private static ExchangeMaker judging(ExchangeMaker maker) {
        return maker.marks(Mark.SCORE_REQUEST, Mark.CANDIDATE)
                .structure(Structure.SCORE_ANSWER)
                .tokens(400, 8);
    }

    @Test
    void aReleaseThatTenMembersMoveToTogetherCountsAndOneThatNineDoNot() {
        judged.policy = Policies.with(Map.of(), List.of(), List.of(new Policy.ModelRelease("new", NOON - 3_600_000)));
        for (String member : JudgedRing.names("m", 10)) {
            judged.contribute(member, 6, m -> m.model("new"));
        }
        assertThat(piece(judged.judge(NOON, ring(10, 0)), SignalId.D10).weightMilli())
                .isPositive();
        assertThat(piece(judged.judge(NOON, ring(9, 0)), SignalId.D10).weightMilli())
                .isZero();
    }

    @Test
    void aSwappedPoolSpeaksForItself() {
        List<String> names = JudgedRing.names("m", 10);
        names.forEach(name -> judged.contribute(name, 1, m -> m));
        names.subList(0, 5).forEach(name -> judged.contributeAt(name, NOON - 60 * 3_600_000L));
        names.subList(5, 10).forEach(name -> {
            judged.contributeAt(name, NOON);
            judged.firstSeen.put(name, NOON - 50 * 3_600_000L);
        });

        Evidence swapped = piece(judged.judge(NOON, ring(10, 0)), SignalId.D10);

        assertThat(swapped.weightMilli()).isEqualTo(500);
        assertThat(swapped.sentence()).startsWith("5 of its accounts came within a day");
    }

    private static Evidence piece(RingJudgement judgement, SignalId signal) {
        return judgement.score().evidence().stream()
                .filter(one -> one.signal() == signal)
                .findFirst()
                .orElse(Evidence.nothing(signal));
    }
}
