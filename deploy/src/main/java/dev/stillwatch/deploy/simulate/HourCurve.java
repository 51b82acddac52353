// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.simulate;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * How busy each hour is: intensity relative to the weekday mean, by UTC hour shifted into the account's time zone, times
 * a weekend factor. Shapes follow published hour-of-day figures (BurstGPT low 0.17, high 1.91; ServeGen 0.66 to 1.46).
 */
final class HourCurve {
    private static final long HOUR = 3_600_000L;
    private static final Map<String, double[]> SHAPES = Map.of(
            "human",
                    new double[] {
                        1.0, .98, .63, .57, .41, .39, .22, .17, .18, .34, .79, 1.27, 1.91, 1.59, 1.85, 1.35, 1.42, 1.35,
                        1.23, 1.65, 1.38, 1.17, 1.14, 1.05
                    },
            "office",
                    new double[] {
                        .05, .03, .02, .02, .03, .08, .25, .8, 1.8, 2.6, 2.7, 2.4, 1.7, 2.2, 2.5, 2.4, 2.0, 1.3, .6, .3,
                        .2, .15, .1, .08
                    },
            "evening",
                    new double[] {
                        1.2, .7, .4, .2, .1, .1, .2, .4, .5, .6, .7, .8, .9, .9, 1.0, 1.2, 1.4, 1.6, 1.8, 2.1, 2.2, 2.1,
                        1.8, 1.5
                    },
            "service",
                    new double[] {
                        .8, .72, .68, .66, .66, .68, .74, .82, .9, .97, 1.02, 1.05, 1.06, 1.08, 1.1, 1.12, 1.16, 1.22,
                        1.3, 1.4, 1.46, 1.36, 1.14, .9
                    },
            "flat", new double[] {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1});

    private final double[] weights;
    private final double weekend;
    private final int shift;

    HourCurve(String shape, double weekend, int shiftHours) {
        double[] raw = SHAPES.get(shape);
        if (raw == null) {
            throw new IllegalArgumentException("no hour curve '" + shape + "'; there are " + SHAPES.keySet());
        }
        this.weights = relative(raw);
        this.weekend = weekend;
        this.shift = shiftHours;
    }

    private HourCurve(double[] raw, double weekend, int shiftHours) {
        this.weights = relative(raw);
        this.weekend = weekend;
        this.shift = shiftHours;
    }

    /** Measured hours of one or more whole days, repeated; a week measured as such has its own weekend. */
    static HourCurve measured(List<Double> hours, double weekend, int shiftHours) {
        return new HourCurve(hours.stream().mapToDouble(Double::doubleValue).toArray(), weekend, shiftHours);
    }

    /** Scaled to a mean of 1. */
    private static double[] relative(double[] raw) {
        double sum = Arrays.stream(raw).sum();
        return Arrays.stream(raw).map(weight -> weight * raw.length / sum).toArray();
    }

    /** The intensity at the instant; 1 is the weekday mean. */
    double at(long millis) {
        long hours = Math.floorDiv(millis, HOUR) + shift;
        // 1970-01-01 was a Thursday: day 2 and 3 of that week were its weekend.
        long weekday = Math.floorMod(Math.floorDiv(hours, 24L), 7L);
        return weights[Math.floorMod(hours, weights.length)] * (weekday == 2 || weekday == 3 ? weekend : 1);
    }

    /** The instant by which the given work, in hours at intensity 1, has passed; stops at the end. */
    long after(long from, double work, long end) {
        double left = work;
        long now = from;
        while (now < end) {
            long next = (Math.floorDiv(now, HOUR) + 1) * HOUR;
            double intensity = at(now);
            double here = intensity * (next - now) / HOUR;
            if (here >= left) {
                return intensity == 0 ? next : now + (long) (left / intensity * HOUR);
            }
            left -= here;
            now = next;
        }
        return end;
    }
}
