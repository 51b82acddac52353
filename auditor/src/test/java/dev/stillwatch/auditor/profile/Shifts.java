// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.profile;

import java.util.Random;

/** Days of made-up accounts, each with a source of its own. */
public final class Shifts {
    private static final int PAST = 120;
    private static final long CAMPAIGN = 77;
    private static final double LEAN = 0.4;

    private Shifts() {}

    /**
     * A day of an account.
     *
     * @param prompts prompts of the day
     * @param harvest share of them (0..1) that asks what the campaign asks
     */
    public static Shift shift(Random random, int prompts, double harvest) {
        long source = random.nextLong();
        SketchSum past = sum(random, PAST, source, 0);
        return Shift.between(sum(random, prompts, source, harvest), past);
    }

    /** A day like the days before, of an account that has harvested from its first day on. */
    public static Shift unchanged(Random random, int prompts, double harvest) {
        long source = random.nextLong();
        return Shift.between(sum(random, prompts, source, harvest), sum(random, PAST, source, harvest));
    }

    /** A day of an account that has taken up a source that nobody else has. */
    public static Shift changed(Random random, int prompts) {
        return Shift.between(sum(random, prompts, random.nextLong(), 0), sum(random, PAST, random.nextLong(), 0));
    }

    private static SketchSum sum(Random random, int count, long source, double harvest) {
        SketchSum.Adder sum = new SketchSum.Adder();
        for (int i = 0; i < count; i++) {
            sum.add(ExchangeMaker.around(i < harvest * count ? CAMPAIGN : source, LEAN, random));
        }
        return sum.sum();
    }
}
