// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.sketch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class PrincipalComponentsTest {
    @Test
    void shouldFindAxesOfKnownMatrix() {
        Random random = new Random(5);
        int n = 24;
        double[][] matrix = new double[n][n];
        for (int r = 0; r < 60; r++) {
            double[] x = random.doubles(n, -1, 1).toArray();
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    matrix[i][j] += x[i] * x[j];
                }
            }
        }
        double[][] copy = new double[n][];
        for (int i = 0; i < n; i++) {
            copy[i] = matrix[i].clone();
        }
        double[][] axes = PrincipalComponents.axes(copy, 6);
        double before = Double.MAX_VALUE;
        for (double[] axis : axes) {
            double value = stretch(matrix, axis);
            assertThat(value).isLessThanOrEqualTo(before);
            before = value;
        }
    }

    /** Checks that the matrix only stretches the axis, and says by how much. */
    private static double stretch(double[][] matrix, double[] axis) {
        double[] image = new double[axis.length];
        double value = 0;
        for (int i = 0; i < axis.length; i++) {
            for (int j = 0; j < axis.length; j++) {
                image[i] += matrix[i][j] * axis[j];
            }
            value += image[i] * axis[i];
        }
        for (int i = 0; i < axis.length; i++) {
            assertThat(image[i]).isCloseTo(value * axis[i], within(1e-6));
        }
        return value;
    }
}
