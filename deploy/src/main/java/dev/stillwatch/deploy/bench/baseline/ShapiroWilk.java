// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.baseline;

import java.util.Arrays;

/** The W statistic of Shapiro and Wilk (1965) with the weights of Royston (1995, AS R94), for 12 to 5,000 values. */
final class ShapiroWilk {
    private static final int FEWEST = 6;
    private static final int MOST = 5_000;

    private ShapiroWilk() {}

    /** W, 0..1; 1 looks normal. 1 also when there are too few values to say, or all are equal. */
    static double w(double[] values) {
        int n = Math.min(values.length, MOST);
        if (n < FEWEST) {
            return 1;
        }
        double[] x = Arrays.copyOf(values, n);
        Arrays.sort(x);
        double mean = Arrays.stream(x).average().orElse(0);
        double squares =
                Arrays.stream(x).map(value -> (value - mean) * (value - mean)).sum();
        if (squares < 1e-18) {
            return 1;
        }
        double[] a = weights(n);
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += a[i] * x[i];
        }
        return Math.min(1, sum * sum / squares);
    }

    private static double[] weights(int n) {
        double[] m = new double[n];
        double square = 0;
        for (int i = 0; i < n; i++) {
            m[i] = normalQuantile((i + 1 - 0.375) / (n + 0.25));
            square += m[i] * m[i];
        }
        double u = 1 / StrictMath.sqrt(n);
        double last =
                polynomial(u, m[n - 1] / StrictMath.sqrt(square), .221157, -.147981, -2.071190, 4.434685, -2.706056);
        double next =
                polynomial(u, m[n - 2] / StrictMath.sqrt(square), .042981, -.293762, -1.752461, 5.682633, -3.582633);
        double phi =
                (square - 2 * m[n - 1] * m[n - 1] - 2 * m[n - 2] * m[n - 2]) / (1 - 2 * last * last - 2 * next * next);
        double[] a = new double[n];
        for (int i = 2; i < n - 2; i++) {
            a[i] = m[i] / StrictMath.sqrt(phi);
        }
        a[n - 1] = last;
        a[n - 2] = next;
        a[0] = -last;
        a[1] = -next;
        return a;
    }

    private static double polynomial(double u, double constant, double... coefficients) {
        double value = constant;
        double power = u;
        for (double coefficient : coefficients) {
            value += coefficient * power;
            power *= u;
        }
        return value;
    }

    /** Standard normal quantile by bisection of the error function's series: exact enough for weights. */
    static double normalQuantile(double p) {
        double low = -9;
        double high = 9;
        for (int step = 0; step < 60; step++) {
            double middle = (low + high) / 2;
            if (normal(middle) < p) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }

    /** Standard normal distribution function, the series of Marsaglia 2004. */
    private static double normal(double x) {
        if (StrictMath.abs(x) > 8) {
            return x < 0 ? 0 : 1;
        }
        double sum = x;
        double term = x;
        for (int i = 3; StrictMath.abs(term) > 1e-17 && i < 400; i += 2) {
            term *= x * x / i;
            sum += term;
        }
        return 0.5 + sum * StrictMath.exp(-x * x / 2) / StrictMath.sqrt(2 * StrictMath.PI);
    }
}
