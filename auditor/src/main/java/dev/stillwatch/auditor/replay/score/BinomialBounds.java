// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.replay.score;

/** Exact bounds of a binomial share (Clopper and Pearson 1934) through the regularised incomplete beta function. */
final class BinomialBounds {
    private static final double HALF_TAIL = 0.025;
    private static final double[] LANCZOS = {
        676.5203681218851,
        -1259.1392167224028,
        771.32342877765313,
        -176.61502916214059,
        12.507343278686905,
        -0.13857109526572012,
        9.9843695780195716e-6,
        1.5056327351493116e-7
    };

    private BinomialBounds() {}

    /** The 95 % interval of a share of which k of n were seen; 0..1 when nothing was tried. */
    static Interval of(long k, long n) {
        if (n == 0) {
            return new Interval(0, 1);
        }
        // Nothing seen: one-sided, about 3/n, because there is no other side.
        double low = k == 0 ? 0 : quantile(k, n - k + 1.0, k == n ? 2 * HALF_TAIL : HALF_TAIL);
        double high = k == n ? 1 : quantile(k + 1.0, n - k, k == 0 ? 1 - 2 * HALF_TAIL : 1 - HALF_TAIL);
        return new Interval(low, high);
    }

    private static double quantile(double a, double b, double probability) {
        double low = 0;
        double high = 1;
        for (int step = 0; step < 100; step++) {
            double middle = (low + high) / 2;
            if (incompleteBeta(a, b, middle) < probability) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }

    /** I_x(a, b); also the chance of at least a successes in a + b - 1 trials. */
    static double incompleteBeta(double a, double b, double x) {
        if (a <= 0 || x <= 0 || x >= 1) {
            return a > 0 && x <= 0 ? 0 : 1;
        }
        if (x > (a + 1) / (a + b + 2)) {
            return 1 - incompleteBeta(b, a, 1 - x);
        }
        double front = StrictMath.exp(
                logGamma(a + b) - logGamma(a) - logGamma(b) + a * StrictMath.log(x) + b * StrictMath.log1p(-x));
        return front * continuedFraction(a, b, x) / a;
    }

    /** Modified Lentz evaluation of the continued fraction. */
    private static double continuedFraction(double a, double b, double x) {
        double tiny = 1e-300;
        double c = 1;
        double d = 1 / away(1 - (a + b) * x / (a + 1), tiny);
        double value = d;
        for (int m = 1; m <= 5_000; m++) {
            double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
            d = 1 / away(1 + even * d, tiny);
            c = away(1 + even / c, tiny);
            value *= d * c;
            double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
            d = 1 / away(1 + odd * d, tiny);
            c = away(1 + odd / c, tiny);
            value *= d * c;
            if (StrictMath.abs(d * c - 1) < 1e-15) {
                break;
            }
        }
        return value;
    }

    private static double away(double value, double tiny) {
        return StrictMath.abs(value) < tiny ? tiny : value;
    }

    /** Lanczos approximation, g = 7. */
    private static double logGamma(double z) {
        double sum = 0.99999999999980993;
        for (int i = 0; i < LANCZOS.length; i++) {
            sum += LANCZOS[i] / (z + i);
        }
        double t = z + LANCZOS.length - 1.5;
        return 0.5 * StrictMath.log(2 * StrictMath.PI) + (z - 0.5) * StrictMath.log(t) - t + StrictMath.log(sum);
    }
}
