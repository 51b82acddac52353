// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.stillwatch.auditor.profile.Policies;
import dev.stillwatch.auditor.profile.Shift;
import dev.stillwatch.auditor.profile.Shifts;
import dev.stillwatch.auditor.signal.Evidence;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** D3 on rings: what accounts with pasts of their own do alike on one day. */
class CommonShiftTest {
    private static final int ACCOUNTS = 40;
    private static final int PROMPTS = 40;

    private final Random random = new Random(11);

    @Test
    void aTenthOfADayThatAllHarvestTogetherStandsOut() {
        for (int seed = 0; seed < 20; seed++) {
            CommonShift shift = pooled(ACCOUNTS, () -> Shifts.shift(random, PROMPTS, 0.1));
            assertThat(shift.deviations()).isGreaterThan(RingDrift.LEAST_DEVIATIONS);
            assertThat(weight(shift)).isBetween(500, 1_000);
        }
    }

    @Test
    void accountsThatChangedNothingAreAsOftenBelowNothingAsAbove() {
        double sum = 0;
        double squares = 0;
        int groups = 200;
        for (int group = 0; group < groups; group++) {
            CommonShift shift = pooled(ACCOUNTS, () -> Shifts.shift(random, PROMPTS, 0));
            sum += shift.deviations();
            squares += shift.deviations() * shift.deviations();
            assertThat(weight(shift)).isZero();
        }
        assertThat(sum / groups).isBetween(-0.25, 0.25);
        assertThat(squares / groups).isBetween(0.7, 1.4);
    }

    @Test
    void accountsThatEachTakeUpSomethingElseHaveNothingInCommon() {
        CommonShift shift = pooled(ACCOUNTS, () -> Shifts.changed(random, PROMPTS));

        assertThat(Math.abs(shift.deviations())).isLessThan(4);
    }

    @Test
    void oneGreatAccountAloneSaysNothing() {
        List<Shift> shifts = new ArrayList<>(Stream.generate(() -> Shifts.shift(random, PROMPTS, 0))
                .limit(ACCOUNTS)
                .toList());
        shifts.add(Shifts.shift(random, 5_000, 1));

        assertThat(Math.abs(CommonShift.of(shifts).deviations())).isLessThan(4);
    }

    // Blind: no past, the same past, too few accounts or prompts.
    @Test
    void whoHasNoDaysBeforeOrHarvestedInThemTooSaysNothing() {
        assertThat(pooled(ACCOUNTS, () -> Shift.NONE)).isEqualTo(CommonShift.NONE);
        assertThat(weight(pooled(ACCOUNTS, () -> Shifts.unchanged(random, PROMPTS, 0.5))))
                .isZero();
        assertThat(weight(pooled(8, () -> Shifts.shift(random, 400, 1)))).isZero();
        assertThat(weight(pooled(ACCOUNTS, () -> Shifts.shift(random, 12, 0.5))))
                .isZero();
    }

    @Test
    void theOrderOfTheAccountsDoesNotMatter() {
        List<Shift> shifts = new ArrayList<>(Stream.generate(() -> Shifts.shift(random, PROMPTS, 0.2))
                .limit(ACCOUNTS)
                .toList());
        CommonShift before = CommonShift.of(shifts);
        Collections.shuffle(shifts, random);

        assertThat(CommonShift.of(shifts).deviations()).isCloseTo(before.deviations(), within(1e-9));
    }

    private static CommonShift pooled(int accounts, Supplier<Shift> shift) {
        return CommonShift.of(Stream.generate(shift).limit(accounts).toList());
    }

    private static int weight(CommonShift shift) {
        Evidence evidence = RingDrift.weigh(shift, Policies.bare().signal("D3").orElseThrow());
        return evidence.weightMilli();
    }
}
