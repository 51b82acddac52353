// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.sketch;

/** Random orthogonal matrices: Gaussian rows made orthonormal by the modified Gram-Schmidt process. */
final class OrthogonalMatrix {
    private OrthogonalMatrix() {}

    static double[][] random(int n, KeyedRandom random) {
        double[][] rows = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < n; k++) {
                rows[i][k] = random.nextGaussian();
            }
            for (int j = 0; j < i; j++) {
                double projection = dot(rows[i], rows[j]);
                for (int k = 0; k < n; k++) {
                    rows[i][k] -= projection * rows[j][k];
                }
            }
            double length = Math.sqrt(dot(rows[i], rows[i]));
            for (int k = 0; k < n; k++) {
                rows[i][k] /= length;
            }
        }
        return rows;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int k = 0; k < a.length; k++) {
            sum += a[k] * b[k];
        }
        return sum;
    }
}
