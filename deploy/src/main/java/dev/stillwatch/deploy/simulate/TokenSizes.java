// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.simulate;

import java.util.Arrays;

/**
 * How long requests and answers are: log-normal.
 *
 * @param input median of input tokens
 * @param inputSpread sd of their log
 * @param output median of output tokens
 * @param outputSpread sd of their log
 */
record TokenSizes(double input, double inputSpread, double output, double outputSpread) {
    /** The sizes of measured requests; both arrays hold at least one number above 0. */
    static TokenSizes of(double[] inputs, double[] outputs) {
        return new TokenSizes(median(inputs), spread(inputs), median(outputs), spread(outputs));
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static double spread(double[] values) {
        double mean = Arrays.stream(values).map(StrictMath::log).average().orElse(0);
        double squares = Arrays.stream(values)
                .map(value -> StrictMath.log(value) - mean)
                .map(distance -> distance * distance)
                .sum();
        return StrictMath.sqrt(squares / values.length);
    }
}
