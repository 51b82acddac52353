// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.adjudicate;

import static dev.stillwatch.auditor.adjudicate.Ladders.score;
import static dev.stillwatch.auditor.adjudicate.Ladders.weighs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stillwatch.auditor.signal.Evidence;
import dev.stillwatch.auditor.signal.SignalId;
import dev.stillwatch.policies.standing.Tier;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AdjudicationLadderTest {
    private static final long DAY = 86_400_000L;
    private final AdjudicationLadder ladder = new AdjudicationLadder(Ladders.USUAL);

    @Test
    void oneFamilyReachesThrottleAndNoMore() {
        assertThat(ladder.reach(score(weighs(SignalId.D1, 2_999)))).isEqualTo(Tier.WATCH);
        assertThat(ladder.reach(score(weighs(SignalId.D1, 3_000)))).isEqualTo(Tier.THROTTLE);
        assertThat(ladder.reach(score(weighs(SignalId.D12, 50_000)))).isEqualTo(Tier.THROTTLE);
    }

    @Test
    void twoFamiliesAndSixNatsRestrict() {
        assertThat(ladder.reach(score(weighs(SignalId.D1, 5_000), weighs(SignalId.D9, 1_000))))
                .isEqualTo(Tier.RESTRICT);
        assertThat(ladder.reach(score(weighs(SignalId.D1, 5_000), weighs(SignalId.D9, 999))))
                .isEqualTo(Tier.THROTTLE);
    }

    @Test
    void threeFamiliesOrAReplayedTraceRecommendSuspension() {
        assertThat(ladder.reach(
                        score(weighs(SignalId.D1, 5_000), weighs(SignalId.D9, 3_000), weighs(SignalId.D12, 1_000))))
                .isEqualTo(Tier.SUSPEND);
        assertThat(ladder.reach(score(weighs(SignalId.D13, 9_000)))).isEqualTo(Tier.SUSPEND);
    }

    @Test
    void supportingSignalsNeverActAlone() {
        Score alone = score(weighs(SignalId.D6, 9_000), weighs(SignalId.D7, 9_000), weighs(SignalId.D10, 9_000));
        assertThat(ladder.reach(alone)).isEqualTo(Tier.CLEAR);
        assertThat(alone.acting()).isEmpty();
        Score supported = score(weighs(SignalId.D4, 4_000), weighs(SignalId.D6, 2_000));
        assertThat(ladder.reach(supported)).isEqualTo(Tier.RESTRICT);
    }

    @Test
    void everyRungHasTheFamiliesItNeedsWhateverTheEvidence() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 5_000; i++) {
            Score score = Score.of(Ladders.random(random), Ladders.USUAL, 0);
            Tier tier = ladder.reach(score);
            int families = score.acting().size();
            if (tier.atLeast(Tier.THROTTLE)) {
                assertThat(families).isPositive();
            }
            if (tier == Tier.RESTRICT) {
                assertThat(families).isGreaterThanOrEqualTo(2);
            }
            if (tier == Tier.SUSPEND) {
                assertThat(families >= 3 || score.decisive(1_000)).isTrue();
            }
        }
    }

    @Test
    void moreEvidenceNeverGivesAMilderRung() {
        SplittableRandom random = new SplittableRandom(2);
        for (int i = 0; i < 5_000; i++) {
            List<Evidence> less = Ladders.random(random);
            List<Evidence> more = less.stream()
                    .map(e -> weighs(e.signal(), e.weightMilli() + random.nextInt(2_000)))
                    .toList();
            Tier before = ladder.reach(Score.of(less, Ladders.USUAL, 0));
            assertThat(ladder.reach(Score.of(more, Ladders.USUAL, 0))).isGreaterThanOrEqualTo(before);
        }
    }

    @Test
    void theOrderOfEvidenceDoesNotMatter() {
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 500; i++) {
            List<Evidence> list = new ArrayList<>(Ladders.random(random));
            Score score = Score.of(list, Ladders.USUAL, 0);
            Collections.shuffle(list, new Random(i));
            assertThat(Score.of(list, Ladders.USUAL, 0)).isEqualTo(score);
        }
    }

    @Test
    void comesDownOneRungForEveryDwellOfQuietDays() {
        LadderState state = ladder.settle(LadderState.START, score(weighs(SignalId.D13, 9_000)), DAY, Forgiven.NOTHING);
        List<Tier> tiers = new ArrayList<>();
        for (int day = 2; day < 11; day++) {
            state = ladder.settle(state, Score.none(Ladders.USUAL), day * DAY, Forgiven.NOTHING);
            tiers.add(state.tier());
        }
        assertThat(tiers)
                .containsExactly(
                        Tier.SUSPEND,
                        Tier.RESTRICT,
                        Tier.RESTRICT,
                        Tier.THROTTLE,
                        Tier.THROTTLE,
                        Tier.WATCH,
                        Tier.WATCH,
                        Tier.CLEAR,
                        Tier.CLEAR);
    }

    @Test
    void hysteresisHoldsARungWhileTheScoreIsNearIt() {
        LadderState state = ladder.settle(LadderState.START, score(weighs(SignalId.D1, 3_000)), DAY, Forgiven.NOTHING);
        for (int day = 2; day < 30; day++) {
            state = ladder.settle(state, score(weighs(SignalId.D1, 2_100)), day * DAY, Forgiven.NOTHING);
        }
        assertThat(state).isEqualTo(new LadderState(Tier.THROTTLE, DAY, 0, 29 * DAY));
    }

    @Test
    void publishesARiseInsideTheDayAndNeverAFall() {
        LadderState throttled =
                ladder.settle(LadderState.START, score(weighs(SignalId.D1, 3_000)), DAY, Forgiven.NOTHING);
        assertThat(ladder.publish(throttled, Score.none(Ladders.USUAL), Forgiven.NOTHING))
                .isEqualTo(Tier.THROTTLE);
        assertThat(ladder.publish(throttled, score(weighs(SignalId.D13, 9_000)), Forgiven.NOTHING))
                .isEqualTo(Tier.SUSPEND);
    }

    @Test
    void anUndoLiftsWhatWasSeenUntilNewEvidenceOutgrowsIt() {
        LadderState throttled =
                ladder.settle(LadderState.START, score(weighs(SignalId.D1, 3_000)), DAY, Forgiven.NOTHING);
        Forgiven undone = new Forgiven(DAY + 5, 3_000);
        assertThat(ladder.publish(throttled, score(weighs(SignalId.D1, 3_500)), undone))
                .isEqualTo(Tier.CLEAR);
        assertThat(ladder.settle(throttled, score(weighs(SignalId.D1, 3_500)), 2 * DAY, undone)
                        .tier())
                .isEqualTo(Tier.CLEAR);
        assertThat(ladder.publish(throttled, score(weighs(SignalId.D1, 4_000)), undone))
                .isEqualTo(Tier.THROTTLE);
    }

    @Test
    void anUndoOfTheInstantAtWhichADayEndsLiftsThatDay() {
        LadderState throttled =
                ladder.settle(LadderState.START, score(weighs(SignalId.D1, 3_000)), DAY, Forgiven.NOTHING);
        Forgiven undone = new Forgiven(DAY, 3_000);
        assertThat(ladder.publish(throttled, score(weighs(SignalId.D1, 3_000)), undone))
                .isEqualTo(Tier.CLEAR);
        assertThat(ladder.settle(throttled, Score.none(Ladders.USUAL), 2 * DAY, undone)
                        .tier())
                .isEqualTo(Tier.CLEAR);
    }

    @Test
    void theOutlookCountsTheQuietDaysThatReallyBringATierDown() {
        SplittableRandom random = new SplittableRandom(4);
        LadderState state = LadderState.START;
        for (int day = 1; day < 2_000; day++) {
            Score score = random.nextInt(3) == 0
                    ? score(weighs(SignalId.D1, random.nextInt(5_000)), weighs(SignalId.D12, random.nextInt(5_000)))
                    : Score.none(Ladders.USUAL);
            Tier tier = ladder.publish(state, score, Forgiven.NOTHING);
            int told = ladder.outlook(tier, state, score).quietDays();
            boolean quietSoFar = score.equals(Score.none(Ladders.USUAL));
            LadderState after = ladder.settle(state, score, day * DAY, Forgiven.NOTHING);
            int needed = quietSoFar && tier != Tier.CLEAR ? 1 : 0;
            for (LadderState quiet = after; quiet.tier() == tier && tier != Tier.CLEAR; needed++) {
                quiet = ladder.settle(quiet, Score.none(Ladders.USUAL), quiet.settled() + DAY, Forgiven.NOTHING);
            }
            if (quietSoFar || ladder.reach(score).atLeast(tier)) {
                assertThat(told).isEqualTo(needed);
            }
            state = after;
        }
    }

    @Test
    void saysWhatWouldChangeTheTier() {
        Score score = score(weighs(SignalId.D1, 4_000));
        LadderState settled = new LadderState(Tier.THROTTLE, DAY, 1, DAY);
        assertThat(ladder.outlook(Tier.THROTTLE, settled, score))
                .as("a day that holds the tier is no quiet one")
                .isEqualTo(new AdjudicationLadder.Outlook(Tier.RESTRICT, 2_000, 1, 2, 2_100));
        assertThat(ladder.outlook(Tier.THROTTLE, settled, score(weighs(SignalId.D1, 2_000))))
                .as("the second quiet day so far")
                .isEqualTo(new AdjudicationLadder.Outlook(Tier.RESTRICT, 4_000, 1, 1, 2_100));
    }

    @Test
    void theStateRoundTripsAndRefusesBrokenBytes() {
        LadderState state = new LadderState(Tier.RESTRICT, 1_790_000_000_000L, 1, 1_790_000_086_400L);
        assertThat(LadderState.decode(state.encode())).isEqualTo(state);
        assertThat(state.encode()).hasSizeLessThanOrEqualTo(LadderState.MOST_BYTES);
        assertThatThrownBy(() -> LadderState.decode(new byte[] {4}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("version 2");
        assertThatThrownBy(() -> LadderState.decode(new byte[] {2, 99})).isInstanceOf(IllegalArgumentException.class);
    }
}
