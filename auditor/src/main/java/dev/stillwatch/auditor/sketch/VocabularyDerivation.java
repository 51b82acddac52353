// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.sketch;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Turns the model's states into the fixed-point table: centre, project, weight, subtract the constant, round. */
final class VocabularyDerivation {
    /** Changes with every change to the recipe, so that an old cache file is not taken for a new one. */
    static final int RECIPE = 1;

    /** Root mean square of the table's entries in fixed-point steps. */
    private static final double STEPS = 512;
    /** Offset of the Zipf-Mandelbrot law of word frequencies: share of rank r is as 1/(r + 2.7). */
    private static final double MANDELBROT = 2.7;
    /** Pieces of one character stand outside the frequency order of the vocabulary: taken as common. */
    private static final int CHARACTER_RANK = 10;

    private VocabularyDerivation() {}

    static VocabularyTable derive(VocabularyModel model) {
        List<String> pieces = model.vocabulary();
        float[][] states = model.states(pieces);
        boolean[] read = new boolean[pieces.size()];
        for (int i = 0; i < read.length; i++) {
            read[i] = isRead(pieces.get(i));
        }
        double[] centre = centre(states, read);
        double[][] axes = PrincipalComponents.axes(covariance(states, read, centre), VocabularyTable.DIMENSIONS);
        int[] ranks = ranks(pieces);
        double[][] rows = new double[pieces.size()][];
        IntStream.range(0, rows.length)
                .parallel()
                .forEach(i -> rows[i] = read[i]
                        ? project(states[i], centre, axes, StrictMath.log(1.0 + ranks[i]))
                        : new double[VocabularyTable.DIMENSIONS]);
        subtractConstant(rows, read, ranks, pieces);
        return new VocabularyTable(pieces, round(rows, read));
    }

    /** Special pieces and pieces with a letter of a script that the model cannot read carry nothing. */
    private static boolean isRead(String piece) {
        if (piece.length() > 2 && piece.startsWith("[") && piece.endsWith("]")) {
            return false;
        }
        for (int i = 0; i < piece.length(); i++) {
            byte kind = CharacterFold.classOf(piece.charAt(i));
            if (kind == CharacterFold.FOREIGN || kind == CharacterFold.IDEOGRAPH) {
                return false;
            }
        }
        return true;
    }

    /** The vocabulary lists its words from "the" on by falling frequency. */
    private static int[] ranks(List<String> pieces) {
        int first = Math.max(0, pieces.indexOf("the"));
        int[] ranks = new int[pieces.size()];
        for (int i = 0; i < ranks.length; i++) {
            ranks[i] = i < first ? CHARACTER_RANK : i - first + 1;
        }
        return ranks;
    }

    private static double[] centre(float[][] states, boolean[] read) {
        double[] centre = new double[states[0].length];
        int count = 0;
        for (int i = 0; i < states.length; i++) {
            if (read[i]) {
                count++;
                for (int k = 0; k < centre.length; k++) {
                    centre[k] += states[i][k];
                }
            }
        }
        for (int k = 0; k < centre.length; k++) {
            centre[k] /= count;
        }
        return centre;
    }

    private static double[][] covariance(float[][] states, boolean[] read, double[] centre) {
        int n = centre.length;
        double[][] covariance = new double[n][n];
        // A row of the matrix belongs to one task, which adds in the order of pieces: the sum has one value.
        IntStream.range(0, n).parallel().forEach(p -> {
            double[] sums = covariance[p];
            for (int i = 0; i < states.length; i++) {
                if (read[i]) {
                    double deviation = states[i][p] - centre[p];
                    for (int q = 0; q < n; q++) {
                        sums[q] += deviation * (states[i][q] - centre[q]);
                    }
                }
            }
        });
        return covariance;
    }

    private static double[] project(float[] state, double[] centre, double[][] axes, double weight) {
        double[] row = new double[axes.length];
        for (int k = 0; k < row.length; k++) {
            double sum = 0;
            for (int i = 0; i < state.length; i++) {
                sum += axes[k][i] * (state[i] - centre[i]);
            }
            row[k] = weight * sum;
        }
        return row;
    }

    /**
     * Takes the expected row of ordinary text from every row, so that the sum over a text is centred whatever its
     * length. Ordinary text is Zipf's law over the vocabulary: no corpus is needed, and none is shipped.
     */
    private static void subtractConstant(double[][] rows, boolean[] read, int[] ranks, List<String> pieces) {
        double[] mean = new double[VocabularyTable.DIMENSIONS];
        double total = 0;
        for (int i = 0; i < rows.length; i++) {
            if (read[i] && pieces.get(i).length() > 1) {
                double share = 1 / (ranks[i] + MANDELBROT);
                total += share;
                for (int k = 0; k < mean.length; k++) {
                    mean[k] += share * rows[i][k];
                }
            }
        }
        for (int i = 0; i < rows.length; i++) {
            if (read[i]) {
                for (int k = 0; k < mean.length; k++) {
                    rows[i][k] -= mean[k] / total;
                }
            }
        }
    }

    private static short[] round(double[][] rows, boolean[] read) {
        double squares = 0;
        int count = 0;
        for (int i = 0; i < rows.length; i++) {
            if (read[i]) {
                squares += Arrays.stream(rows[i]).map(x -> x * x).sum();
                count += rows[i].length;
            }
        }
        double scale = STEPS / Math.sqrt(squares / count);
        short[] rounded = new short[rows.length * VocabularyTable.DIMENSIONS];
        for (int i = 0; i < rounded.length; i++) {
            double value = rows[i / VocabularyTable.DIMENSIONS][i % VocabularyTable.DIMENSIONS] * scale;
            rounded[i] = (short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, Math.rint(value)));
        }
        return rounded;
    }
}
