// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.signal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.auditor.profile.Behaviour;
import dev.stillwatch.auditor.profile.Drift;
import dev.stillwatch.auditor.profile.ExchangeMaker;
import dev.stillwatch.auditor.profile.Measure;
import dev.stillwatch.auditor.profile.Policies;
import dev.stillwatch.auditor.profile.SketchSum;
import dev.stillwatch.auditor.profile.Tally;
import dev.stillwatch.policies.exchange.Field;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OwnPastDriftTest {
    private static final ClassBaselines BASELINES = ClassBaselines.packaged();
    private static final long SCALE = 12_000;

    @ParameterizedTest
    @CsvSource({
        "  0,   0, UNKNOWN",
        " 99,  99, UNKNOWN",
        "100, 100, SINGLE_REQUESTS",
        "100,  90, SINGLE_REQUESTS",
        "100,  89, CONVERSATIONS",
        "500,   0, CONVERSATIONS"
    })
    void shouldTellTheClassFromThePastAlone(long exchanges, long singleTurns, CustomerClass expected) {
        assertThat(CustomerClass.of(past(exchanges, singleTurns))).isEqualTo(expected);
    }

    @Test
    void shouldWeighADayFarBeyondTheClassesOrdinaryOne() {
        long beyond = BASELINES.ordinaryMicro(CustomerClass.CONVERSATIONS, 100) + SCALE / 2;

        Evidence turned = drift(past(1_000, 650), new Drift(100, 1_000, beyond));

        assertThat(turned.weightMilli()).isEqualTo(500);
        assertThat(turned.sentence()).contains("100 prompts lie", "ordinary for accounts that hold conversations");
        assertThat(turned.baseline()).isEqualTo((beyond - SCALE / 2) / 1e6);
    }

    @Test
    void shouldNotTakeABusyConversationOfManySubjectsForDrift() {
        // A router's farthest look at 75 prompts, seed 101; of the same distance, single requests are not ordinary.
        Drift subjects = new Drift(75, 12_457, 33_899);

        assertThat(drift(past(1_000, 660), subjects).weightMilli()).isZero();
        assertThat(drift(past(1_000, 1_000), subjects).weightMilli()).isPositive();
    }

    @Test
    void shouldLeaveASinglePurposeCustomerWhoChangesCorpusBelowWatch() {
        // The mean of such days, docs/decisions/0010: no baseline tells them from harvesting, so the cap has to hold.
        Evidence changed = drift(past(1_000, 1_000), new Drift(100, 1_000, 50_000));

        assertThat((long) changed.weightMilli())
                .isLessThan(Policies.bare().ladder().watch());
    }

    @Test
    void shouldKeepThePolicysLineWhereNothingWasMeasured() {
        assertThat(drift(Tally.EMPTY, new Drift(100, 400, 12_000)).weightMilli())
                .isEqualTo(500);
        assertThat(drift(Tally.EMPTY, new Drift(100, 400, 12_000)).sentence())
                .contains("ordinary for accounts of little past: under 0.006");
        assertThat(drift(Tally.EMPTY, new Drift(100, 400, 5_999)).weightMilli()).isZero();
    }

    @Test
    void shouldBeBlindWithoutText() {
        Evidence blind = Weighed.evidence(SignalId.D3, 10, i -> new ExchangeMaker(i).lacks(Field.PROMPT_TEXT));

        assertThat(blind.isBlind()).isTrue();
    }

    private static Tally past(long exchanges, long singleTurns) {
        return new Tally.Builder()
                .add(Measure.EXCHANGES, exchanges)
                .add(Measure.SINGLE_TURN, singleTurns)
                .build();
    }

    private static Evidence drift(Tally past, Drift drift) {
        Behaviour day = Weighed.behaviour(Weighed.exchanges(1, ExchangeMaker::new), Policies.bare());
        return Weighed.evidence(
                SignalId.D3,
                new Behaviour(
                        day.facts(),
                        day.today(),
                        day.recent(),
                        past,
                        SketchSum.EMPTY,
                        SketchSum.EMPTY,
                        drift,
                        day.asOf(),
                        day.policy(),
                        1));
    }
}
