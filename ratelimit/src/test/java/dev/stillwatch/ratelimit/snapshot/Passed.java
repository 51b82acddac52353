// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;

/**
 * What passed at which instant, and what kills may have given away: over any span at most what is allowed passes, and
 * what was taken after the last look before each kill within it.
 */
public final class Passed {
    private static final double MILLIS_AN_HOUR = 3_600_000.0;

    private final long[] at;
    private final long[] taken;
    private final long[] lost;
    private int steps;
    private long sinceLook;

    /** Nothing has passed yet; there is room for so many steps. */
    public Passed(int most) {
        at = new long[most];
        taken = new long[most + 1];
        lost = new long[most + 1];
    }

    /** So many passed at that instant, milliseconds since 1970. */
    public void at(long instant, long passed) {
        at[steps] = instant;
        taken[steps + 1] = taken[steps] + passed;
        lost[steps + 1] = lost[steps];
        sinceLook += passed;
        steps++;
    }

    /** Everything up to now was told. */
    public void looked() {
        sinceLook = 0;
    }

    /** What was not told may have been lost, and so much more that need not be told. */
    public void killed(long untold) {
        lost[steps] += sinceLook + untold;
        sinceLook = 0;
    }

    /**
     * Holds the law over so many random spans.
     *
     * @param most most at one moment
     * @param perHour what comes back in an hour
     */
    public void holds(Random random, int spans, long most, double perHour, String as) {
        for (int i = 0; i < spans; i++) {
            int from = random.nextInt(steps);
            int to = from + random.nextInt(steps - from);
            double allowed = most + perHour * (at[to] - at[from]) / MILLIS_AN_HOUR;
            assertThat(taken[to + 1] - taken[from])
                    .as("%s, %d to %d", as, from, to)
                    .isLessThanOrEqualTo((long) allowed + lost[to + 1] - lost[from]);
        }
    }
}
