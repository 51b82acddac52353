// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.sketch;

import java.util.Arrays;
import java.util.Comparator;

/**
 * The principal axes of a covariance matrix, by the cyclic Jacobi method (Golub and Van Loan, Matrix Computations,
 * section 8.5). Deterministic: fixed sweep order, only IEEE-exact operations, and of each axis's two signs the one
 * that makes its component of largest magnitude positive.
 */
final class PrincipalComponents {
    private static final int SWEEPS = 12;
    /** Off-diagonal elements below this share of the trace are as good as zero for 16-bit results. */
    private static final double NEGLIGIBLE = 1e-12;

    private PrincipalComponents() {}

    /** The {@code count} axes of greatest variance, greatest first, one row each; the argument is overwritten. */
    static double[][] axes(double[][] covariance, int count) {
        int n = covariance.length;
        // Rows of the transposed eigenvector matrix are the axes: rotations then touch whole rows, in cache.
        double[][] axes = new double[n][n];
        double trace = 0;
        for (int i = 0; i < n; i++) {
            axes[i][i] = 1;
            trace += covariance[i][i];
        }
        boolean moved = true;
        for (int sweep = 0; sweep < SWEEPS && moved; sweep++) {
            moved = sweep(covariance, axes, trace * NEGLIGIBLE);
        }
        Integer[] order = new Integer[n];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingDouble((Integer i) -> -covariance[i][i]));
        double[][] greatest = new double[count][];
        Arrays.setAll(greatest, i -> oriented(axes[order[i]]));
        return greatest;
    }

    private static boolean sweep(double[][] a, double[][] axes, double negligible) {
        boolean moved = false;
        for (int p = 0; p < a.length - 1; p++) {
            for (int q = p + 1; q < a.length; q++) {
                if (Math.abs(a[p][q]) > negligible) {
                    rotate(a, axes, p, q);
                    moved = true;
                }
            }
        }
        return moved;
    }

    private static void rotate(double[][] a, double[][] axes, int p, int q) {
        double theta = (a[q][q] - a[p][p]) / (2 * a[p][q]);
        double tangent = Math.copySign(1, theta) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
        double cosine = 1 / Math.sqrt(tangent * tangent + 1);
        double sine = tangent * cosine;
        double app = a[p][p] - tangent * a[p][q];
        double aqq = a[q][q] + tangent * a[p][q];
        turn(a[p], a[q], cosine, sine);
        turn(axes[p], axes[q], cosine, sine);
        for (int k = 0; k < a.length; k++) {
            a[k][p] = a[p][k];
            a[k][q] = a[q][k];
        }
        a[p][p] = app;
        a[q][q] = aqq;
        a[p][q] = 0;
        a[q][p] = 0;
    }

    private static void turn(double[] first, double[] second, double cosine, double sine) {
        for (int k = 0; k < first.length; k++) {
            double one = first[k];
            double two = second[k];
            first[k] = cosine * one - sine * two;
            second[k] = sine * one + cosine * two;
        }
    }

    private static double[] oriented(double[] axis) {
        int greatest = 0;
        for (int k = 1; k < axis.length; k++) {
            if (Math.abs(axis[k]) > Math.abs(axis[greatest])) {
                greatest = k;
            }
        }
        if (axis[greatest] < 0) {
            for (int k = 0; k < axis.length; k++) {
                axis[k] = -axis[k];
            }
        }
        return axis;
    }
}
