// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.signal;

/**
 * The likelihood of so many hits among so many exchanges when accounts differ in their hit rate: a beta-binomial
 * (Skellam, "A probability distribution derived from the binomial distribution by regarding the probability of success
 * as variable", 1948). Accounts differ far more than independent draws would, so a binomial would grow sure too soon;
 * this stays calibrated over accounts however many exchanges each has.
 *
 * @param hits prior hits, above 0
 * @param misses prior misses, above 0; the mean rate is hits / (hits + misses)
 */
record BetaBinomial(double hits, double misses) {
    private static final double[] LANCZOS = {
        0.99999999999980993,
        676.5203681218851,
        -1259.1392167224028,
        771.32342877765313,
        -176.61502916214059,
        12.507343278686905,
        -0.13857109526572012,
        9.9843695780195716e-6,
        1.5056327351493116e-7
    };

    /** Log-likelihood in nats, less the binomial coefficient, which cancels in every ratio. */
    double logLikelihood(long hit, long of) {
        return logBeta(hits + hit, misses + of - hit) - logBeta(hits, misses);
    }

    private static double logBeta(double a, double b) {
        return logGamma(a) + logGamma(b) - logGamma(a + b);
    }

    /** Lanczos approximation (g = 7, nine terms), for arguments above 0; StrictMath: equal on every machine. */
    static double logGamma(double x) {
        if (x < 0.5) {
            return StrictMath.log(Math.PI / StrictMath.sin(Math.PI * x)) - logGamma(1 - x);
        }
        double z = x - 1;
        double series = LANCZOS[0];
        for (int i = 1; i < LANCZOS.length; i++) {
            series += LANCZOS[i] / (z + i);
        }
        double t = z + 7.5;
        return 0.5 * StrictMath.log(2 * Math.PI) + (z + 0.5) * StrictMath.log(t) - t + StrictMath.log(series);
    }
}
