// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.simulate;

import java.util.PriorityQueue;

/** When an account starts conversations: instants in order, {@link #NEVER} once the account has gone silent. */
interface Arrivals {
    /** No further arrival. */
    long NEVER = Long.MAX_VALUE;

    /** The next instant, milliseconds since 1970. */
    long next();

    /**
     * A renewal process with gamma gaps: coefficient of variation as measured on real API accounts (median 1.9 to 2.5),
     * its clock stretched by the hour curve.
     */
    static Arrivals renewal(double perDay, double cv, HourCurve curve, long from, long until, Draws draws) {
        double shape = 1 / (cv * cv);
        double meanGap = 24 / perDay;
        // The first gap is a uniform share of one, so that accounts do not all start at the first instant.
        long[] now = {curve.after(from, meanGap * draws.uniform(), until)};
        return () -> {
            long at = now[0];
            if (at >= until) {
                return NEVER;
            }
            now[0] = curve.after(at, meanGap * draws.gamma(shape), until);
            return at;
        };
    }

    /**
     * A closed loop: a fixed number of workers, each sending its next request when the last was answered, from a given
     * hour until the day's quota is done. This is what a harvesting script, a nightly evaluation and a batch job share.
     */
    static Arrivals closedLoop(Loop loop, long from, long until, Draws draws) {
        PriorityQueue<Long> workers = new PriorityQueue<>();
        long[] state = {from - loop.dayMillis(), 0};
        return () -> {
            if (state[1] == 0) {
                state[0] += loop.dayMillis();
                state[1] = Math.max(1, Math.round(loop.perDay() * draws.logNormal(1, 0.05)));
                long begin = state[0] + (long) (loop.startHour() * 3_600_000) + draws.between(0, 5_000);
                workers.clear();
                for (int worker = 0; worker < loop.concurrency(); worker++) {
                    workers.add(begin + draws.between(0, 800));
                }
            }
            Long at = workers.poll();
            if (at == null || at >= until) {
                return NEVER;
            }
            state[1]--;
            workers.add(at + Math.max(50, (long) (1_000 * draws.logNormal(loop.seconds(), 0.45))));
            return at;
        };
    }

    /** Every n-th arrival of a process that many accounts share: a load balancer in front of a pool. */
    static Arrivals share(Arrivals pool, int index, int of) {
        int[] skip = {index};
        return () -> {
            long at = pool.next();
            for (int passed = 0; passed < skip[0] && at != NEVER; passed++) {
                at = pool.next();
            }
            skip[0] = of - 1;
            return at;
        };
    }

    /**
     * A closed loop's settings.
     *
     * @param concurrency workers
     * @param seconds median seconds from a request to its answer
     * @param perDay requests a day
     * @param startHour hour of the day at which it starts, 0..24, from the run's first instant
     * @param dayMillis length of its day
     */
    record Loop(int concurrency, double seconds, double perDay, double startHour, long dayMillis) {}
}
