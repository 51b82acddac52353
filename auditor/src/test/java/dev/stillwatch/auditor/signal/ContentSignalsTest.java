// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.signal;

import static dev.stillwatch.auditor.signal.Weighed.evidence;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.auditor.profile.Behaviour;
import dev.stillwatch.auditor.profile.Drift;
import dev.stillwatch.auditor.profile.ExchangeMaker;
import dev.stillwatch.auditor.profile.Policies;
import dev.stillwatch.auditor.profile.SketchSum;
import dev.stillwatch.policies.exchange.Field;
import dev.stillwatch.policies.exchange.FieldSet;
import dev.stillwatch.policies.exchange.Mark;
import dev.stillwatch.policies.exchange.TextFeatures.Structure;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContentSignalsTest {
    private static final int THROTTLE = 3000;

    /** Every n-th exchange carries the fixed prompt: 0, 50 and 90 per cent cover. */
    @ParameterizedTest
    @CsvSource({"1,10", "2,40", "10,250"})
    void shouldFindReasoningElicitationUnderCover(int every, int within) {
        Evidence found = evidence(
                SignalId.D1,
                within,
                i -> i % every == 0
                        ? new ExchangeMaker(i).marks(Mark.INLINE_TAGS, Mark.VERBATIM_REASONING)
                        : new ExchangeMaker(i));

        assertThat(found.weightMilli()).isBetween(THROTTLE, 6000);
        assertThat(found.sentence())
                .isEqualTo("%d of %d prompts ask for the hidden reasoning itself (ordinary: under 1 in 200)."
                        .formatted((within + every - 1) / every, within));
    }

    /** The guides of the providers advise to let a model think in tags. */
    @Test
    void shouldKeepAnApplicationThatThinksInTagsBelowThrottle() {
        Evidence found = evidence(SignalId.D1, 3_000, i -> new ExchangeMaker(i).marks(Mark.INLINE_TAGS));

        assertThat(found.weightMilli()).isBetween(1_000, THROTTLE - 1);
    }

    @Test
    void shouldFindABurstBehindAQuietPast() {
        Behaviour today = Weighed.behaviour(
                Weighed.exchanges(40, i -> new ExchangeMaker(i).marks(Mark.BACK_FILL)), Policies.bare());
        Behaviour burst = new Behaviour(
                today.facts(),
                today.today(),
                today.today().combine(Weighed.tally(Weighed.exchanges(3_000, ExchangeMaker::new))),
                today.past(),
                SketchSum.EMPTY,
                SketchSum.EMPTY,
                today.asOf(),
                today.policy());

        assertThat(evidence(SignalId.D1, burst).weightMilli()).isEqualTo(6000);
    }

    @Test
    void shouldNotMistakeATutorForElicitation() {
        assertThat(evidence(SignalId.D1, 2_000, i -> new ExchangeMaker(i).marks(Mark.STEP_BY_STEP)))
                .isEqualTo(Evidence.nothing(SignalId.D1));
        assertThat(evidence(
                                SignalId.D1,
                                2_000,
                                i -> i % 100 == 0
                                        ? new ExchangeMaker(i).marks(Mark.VERBATIM_REASONING)
                                        : new ExchangeMaker(i))
                        .weightMilli())
                .isZero();
    }

    @Test
    void shouldCountNearnessToASeedInPart() {
        assertThat(evidence(SignalId.D1, 8, i -> new ExchangeMaker(i).elicitation(250))
                        .weightMilli())
                .isZero();
        assertThat(evidence(SignalId.D1, 40, i -> new ExchangeMaker(i).elicitation(250))
                        .weightMilli())
                .isGreaterThan(THROTTLE);
        assertThat(evidence(SignalId.D1, 40, i -> new ExchangeMaker(i).elicitation(190))
                        .weightMilli())
                .isZero();
    }

    @Test
    void shouldBeBlindWithoutText() {
        Evidence blind = evidence(
                SignalId.D1,
                10,
                i -> new ExchangeMaker(i).lacks(Field.PROMPT_TEXT).marks(Mark.BACK_FILL));

        assertThat(blind.isBlind()).isTrue();
        assertThat(blind.missing()).isEqualTo(FieldSet.of(Field.PROMPT_TEXT));
        for (SignalId id : List.of(SignalId.D3, SignalId.D4, SignalId.D15)) {
            assertThat(evidence(id, 10, i -> new ExchangeMaker(i).lacks(Field.PROMPT_TEXT))
                            .isBlind())
                    .isTrue();
        }
        assertThat(evidence(SignalId.D11, 10, i -> new ExchangeMaker(i).lacks(Field.OUTPUT_TOKENS))
                        .missing())
                .isEqualTo(FieldSet.of(Field.OUTPUT_TOKENS));
    }

    @Test
    void shouldWeighDriftFromTheAccountsOwnPastUnderItsCap() {
        assertThat(drift(new Drift(100, 400, 40_000)).weightMilli()).isEqualTo(1000);
        assertThat(drift(new Drift(100, 400, 12_000)).weightMilli()).isEqualTo(500);
        assertThat(drift(new Drift(100, 400, 12_000)).sentence()).contains("100 prompts lie 0.012 from");
        assertThat(drift(new Drift(100, 400, 3_000)).weightMilli()).isZero();
        assertThat(drift(new Drift(40, 400, 40_000)).weightMilli()).isZero();
        assertThat(drift(new Drift(100, 50, 40_000)).weightMilli()).isZero();
    }

    @Test
    void shouldSeeSweepsAndDrillsButNotJudges() {
        Evidence sweep = evidence(SignalId.D4, 800, i -> new ExchangeMaker(i).tokens(50, 400));
        Evidence drill = evidence(
                SignalId.D4, 800, i -> new ExchangeMaker(i).tokens(50, 400).sketch(3, 1));

        assertThat(sweep.weightMilli()).isEqualTo(500);
        assertThat(sweep.sentence()).startsWith("800 prompts cover");
        assertThat(drill.weightMilli()).isEqualTo(500);
        assertThat(drill.sentence()).startsWith("100 % of 800 prompts drill");
        assertThat(evidence(SignalId.D4, 800, i -> new ExchangeMaker(i).tokens(400, 20))
                        .weightMilli())
                .isZero();
        assertThat(evidence(
                                SignalId.D4,
                                800,
                                i -> new ExchangeMaker(i).tokens(50, 400).prompt(1 + i / 8))
                        .weightMilli())
                .isZero();
        assertThat(evidence(SignalId.D4, 100, i -> new ExchangeMaker(i).tokens(50, 400))
                        .weightMilli())
                .isZero();
        assertThat(evidence(
                                SignalId.D4,
                                800,
                                i -> new ExchangeMaker(i).tokens(50, 400).sketch(i % 10, 1))
                        .weightMilli())
                .isZero();
    }

    @Test
    void shouldWeighHarvestEconomicsButNeverToThrottle() {
        Evidence harvest = evidence(
                SignalId.D11,
                2_000,
                i -> new ExchangeMaker(i).tokens(100 + i % 40, 900).choices(4).maxTokens(4_000));

        assertThat(harvest.weightMilli()).isEqualTo(1400);
        assertThat(harvest.sentence()).contains("2000 exchanges of one size");
        assertThat(evidence(
                                SignalId.D11,
                                2_000,
                                i -> new ExchangeMaker(i)
                                        .tokens(100 + i % 40, 900)
                                        .prompt(1 + i / 3))
                        .weightMilli())
                .isBetween(1200, 1400);
        assertThat(evidence(SignalId.D11, 300, i -> new ExchangeMaker(i).tokens(100 + i % 40, 900))
                        .weightMilli())
                .isBetween(300, 600);
    }

    @Test
    void shouldStaySilentOnReasoningModelsChatsAndSummaries() {
        assertThat(evidence(
                                SignalId.D11,
                                2_000,
                                i -> new ExchangeMaker(i).tokens(100, 900).reasoning())
                        .weightMilli())
                .isZero();
        assertThat(evidence(SignalId.D11, 2_000, ExchangeMaker::new).weightMilli())
                .isZero();
        assertThat(evidence(SignalId.D11, 2_000, i -> new ExchangeMaker(i).tokens(900, 100))
                        .weightMilli())
                .isZero();
    }

    @Test
    void shouldKeepAnHonestJudgeUnderThrottle() {
        Evidence judge = evidence(SignalId.D15, 2_000, i -> judged(i, 6).structure(Structure.SCORE_ANSWER));

        assertThat(judge.weightMilli()).isEqualTo(1800);
        assertThat(judge.sentence()).startsWith("2000 of 2000 requests today have a candidate answer scored");
        assertThat(evidence(SignalId.D15, 2_000, i -> judged(i, 6)).weightMilli())
                .isZero();
        assertThat(evidence(SignalId.D15, 2_000, i -> judged(i, 6).lacks(Field.OUTPUT_TEXT))
                        .weightMilli())
                .isEqualTo(1800);
        assertThat(evidence(SignalId.D15, 50, i -> judged(i, 6).structure(Structure.SCORE_ANSWER))
                        .weightMilli())
                .isZero();
    }

    @Test
    void shouldNotTakeAScoreRequestAloneForAJudge() {
        assertThat(evidence(SignalId.D15, 2_000, i -> new ExchangeMaker(i).marks(Mark.SCORE_REQUEST))
                        .weightMilli())
                .isZero();
    }

    private static ExchangeMaker judged(int i, int candidates) {
        return new ExchangeMaker(i)
                .marks(Mark.SCORE_REQUEST, Mark.CANDIDATE)
                .task(1 + i / candidates)
                .tokens(400, 8);
    }

    private static Evidence drift(Drift drift) {
        Behaviour day = Weighed.behaviour(Weighed.exchanges(1, ExchangeMaker::new), Policies.bare());
        return evidence(
                SignalId.D3,
                new Behaviour(
                        day.facts(),
                        day.today(),
                        day.recent(),
                        day.past(),
                        SketchSum.EMPTY,
                        SketchSum.EMPTY,
                        drift,
                        day.asOf(),
                        day.policy(),
                        1));
    }
}
